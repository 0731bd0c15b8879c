#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QMimeData>
#include <QPersistentModelIndex>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStatusBar>

#include "desktop_fixture.hpp"
#include "raw_database.hpp"

using namespace Qt::StringLiterals;

namespace desktop::test {
namespace {

using modelreg::ModelGroupId;
using modelreg::ModelInstanceId;
using modelreg::ModelType;

TEST_F(WindowTest, ShowsGroupsWithTheirModelsBelowThem) {
  import_catalog();
  open();
  const auto google = row_of(*groups().model(), u"Models of GOOGLE"_s);
  ASSERT_TRUE(google.isValid());

  groups().expand(google);

  ASSERT_TRUE(comes_true([&] { return groups().model()->rowCount(google) > 0; }));
  EXPECT_EQ(groups().model()->rowCount(google), google.siblingAtColumn(1).data().toInt());
  EXPECT_TRUE(row_of(*groups().model(), u"Gemini 1.5 Pro"_s, google).isValid());
}

TEST_F(WindowTest, ShowsTheRecordThatIsClickedOnAsIndentedJson) {
  import_catalog();
  open();

  click(models(), row_of(*models().model(), u"GPT-4o"_s));

  ASSERT_TRUE(comes_true([&] { return text_in("record_name") == u"GPT-4o"_s; }));
  EXPECT_TRUE(text_in("record_json").contains(u"\n    \"context_window\": 128000"_s));
  EXPECT_TRUE(text_in("record_facts").contains(u"Models of OPENAI"_s));
}

TEST_F(WindowTest, ShowsTheRecordThatTheKeysGoTo) {
  import_catalog();
  open();
  click(groups(), groups().model()->index(0, 0, {}));

  QTest::keyClick(&groups(), Qt::Key_Down);

  const auto name = groups().model()->index(1, 0, {}).data().toString();
  EXPECT_TRUE(comes_true([&] { return text_in("record_name") == name; }));
}

TEST_F(WindowTest, FindsModelsByAPartOfTheirNameAsItIsTyped) {
  import_catalog();
  open();

  QTest::keyClicks(window->findChild<QLineEdit*>(u"search"_s), u"gemini"_s);

  ASSERT_TRUE(comes_true([&] { return !row_of(*models().model(), u"GPT-4o"_s).isValid(); }));
  ASSERT_GT(models().model()->rowCount(), 1);
  for (int row = 0; row < models().model()->rowCount(); ++row) {
    EXPECT_TRUE(models().model()->index(row, 0).data().toString().startsWith(u"Gemini"_s));
  }
}

TEST_F(WindowTest, FindsModelsByTypeAndVendor) {
  import_catalog();
  open();

  window->findChild<QComboBox*>(u"type"_s)->setCurrentText(u"EMBEDDING"_s);
  window->findChild<QComboBox*>(u"vendor"_s)->setCurrentText(u"COHERE"_s);

  ASSERT_TRUE(comes_true([&] { return cell(models(), u"GPT-4o"_s, 1).isEmpty(); }));
  ASSERT_GT(models().model()->rowCount(), 0);
  EXPECT_EQ(models().model()->index(0, 1).data().toString(), u"EMBEDDING"_s);
  EXPECT_EQ(models().model()->index(0, 2).data().toString(), u"COHERE"_s);
}

TEST_F(WindowTest, ASearchKeepsTheSelectionOfWhatItFinds) {
  import_catalog();
  open();
  click(models(), row_of(*models().model(), u"Gemini 1.5 Pro"_s));

  QTest::keyClicks(window->findChild<QLineEdit*>(u"search"_s), u"gemini"_s);

  ASSERT_TRUE(comes_true([&] { return !row_of(*models().model(), u"GPT-4o"_s).isValid(); }));
  EXPECT_EQ(models().currentIndex().data().toString(), u"Gemini 1.5 Pro"_s);
}

TEST_F(WindowTest, AModelThatIsDraggedOntoAGroupIsAddedToIt) {
  import_catalog();
  session.create_model_group({.name = "A shortlist", .id = ModelGroupId{"shortlist"}});
  open();

  drag(models(), row_of(*models().model(), u"GPT-4o"_s), groups(),
       row_of(*groups().model(), u"A shortlist"_s));

  EXPECT_TRUE(comes_true([&] { return cell(groups(), u"A shortlist"_s, 1) == u"1"_s; }));
  EXPECT_EQ(session.get_model_instance(ModelInstanceId{"gpt-4o"}).model_group_id,
            ModelGroupId{"shortlist"});
  EXPECT_TRUE(comes_true([&] { return cell(models(), u"GPT-4o"_s, 3) == u"A shortlist"_s; }));
  EXPECT_EQ(window->statusBar()->currentMessage(), u"1 model added to the group."_s);
}

TEST_F(WindowTest, ModelsThatAreDroppedOnOneInAGroupAreAddedToThatGroup) {
  import_catalog();
  open();
  const auto cohere = row_of(*groups().model(), u"Models of COHERE"_s);
  groups().expand(cohere);
  ASSERT_TRUE(comes_true([&] { return groups().model()->rowCount(cohere) > 0; }));
  models().setCurrentIndex(models().model()->index(0, 0));
  models().selectionModel()->select(models().model()->index(1, 0),
                                    QItemSelectionModel::Select | QItemSelectionModel::Rows);
  const std::unique_ptr<QMimeData> dragged(
      models().model()->mimeData(models().selectionModel()->selectedIndexes()));
  const auto before = groups().model()->rowCount(cohere);

  ASSERT_TRUE(groups().model()->dropMimeData(dragged.get(), Qt::CopyAction, -1, -1,
                                             groups().model()->index(0, 0, cohere)));

  EXPECT_TRUE(comes_true([&] { return groups().model()->rowCount(cohere) == before + 2; }));
}

TEST_F(WindowTest, NothingIsDroppedBesideAGroup) {
  import_catalog();
  open();
  const std::unique_ptr<QMimeData> dragged(
      models().model()->mimeData({models().model()->index(0, 0)}));

  EXPECT_FALSE(groups().model()->canDropMimeData(dragged.get(), Qt::CopyAction, 0, 0, {}));
  EXPECT_FALSE(models().model()->canDropMimeData(dragged.get(), Qt::CopyAction, -1, -1,
                                                 models().model()->index(3, 0)));
}

TEST_F(WindowTest, WhatCannotBeAddedIsSaid) {
  import_catalog();
  open();
  const std::unique_ptr<QMimeData> dragged(
      models().model()->mimeData({row_of(*models().model(), u"GPT-4o"_s)}));
  session.delete_model_instance(ModelInstanceId{"gpt-4o"});

  groups().model()->dropMimeData(dragged.get(), Qt::CopyAction, -1, -1,
                                 groups().model()->index(0, 0, {}));

  EXPECT_TRUE(comes_true([&] {
    return window->statusBar()->currentMessage() ==
           u"Nothing was added: the group or a model was deleted meanwhile."_s;
  }));
}

TEST_F(WindowTest, FollowsWhatOthersWriteWithoutLosingTheSelection) {
  import_catalog();
  open();
  const auto openai = row_of(*groups().model(), u"Models of OPENAI"_s);
  groups().expand(openai);
  ASSERT_TRUE(comes_true([&] { return groups().model()->rowCount(openai) > 0; }));
  click(groups(), row_of(*groups().model(), u"o1"_s, openai));
  const QPersistentModelIndex selected = groups().currentIndex();
  const QSignalSpy resets(groups().model(), &QAbstractItemModel::modelReset);
  const QSignalSpy relayouts(groups().model(), &QAbstractItemModel::layoutChanged);

  session.create_model_group({.name = "A new one"});
  session.update_model_group(ModelGroupId{"OPENAI"}, {.name = "Z. OpenAI"});
  session.delete_model_instance(ModelInstanceId{"gpt-4"});
  session.update_model_instance(ModelInstanceId{"o1"}, {.name = "o1, renamed"});

  ASSERT_TRUE(comes_true([&] { return text_in("record_name") == u"o1, renamed"_s; }));
  ASSERT_TRUE(comes_true([&] { return row_of(*groups().model(), u"Z. OpenAI"_s).isValid(); }));
  EXPECT_TRUE(row_of(*groups().model(), u"A new one"_s).isValid());
  EXPECT_EQ(groups().currentIndex(), selected);
  EXPECT_TRUE(groups().selectionModel()->isSelected(selected));
  EXPECT_EQ(selected.data().toString(), u"o1, renamed"_s);
  EXPECT_EQ(selected.parent().data().toString(), u"Z. OpenAI"_s);
  EXPECT_TRUE(groups().isExpanded(selected.parent()));
  EXPECT_TRUE(resets.isEmpty());
  EXPECT_TRUE(relayouts.isEmpty());
}

TEST_F(WindowTest, ARecordThatIsDeletedIsSaidToBeGone) {
  import_catalog();
  open();
  click(models(), row_of(*models().model(), u"GPT-4o"_s));
  ASSERT_TRUE(comes_true([&] { return text_in("record_name") == u"GPT-4o"_s; }));
  const auto rows = models().model()->rowCount();

  session.delete_model_instance(ModelInstanceId{"gpt-4o"});

  EXPECT_TRUE(comes_true([&] { return models().model()->rowCount() == rows - 1; }));
  EXPECT_TRUE(comes_true([&] { return text_in("record_name") == u"It is gone"_s; }));
}

TEST_F(WindowTest, FetchesModelsAsOneScrolls) {
  session.transaction([](modelreg::Session& all) {
    all.create_model_group({.name = "All", .id = ModelGroupId{"all"}});
    for (int number = 0; number < 1'000; ++number) {
      all.create_model_instance({.name = "Model " + std::to_string(number),
                                 .model_type = ModelType::generic,
                                 .model_group_id = ModelGroupId{"all"}});
    }
  });
  open();
  const auto all = groups().model()->index(0, 0, {});
  groups().expand(all);
  ASSERT_TRUE(comes_true([&] { return groups().model()->rowCount(all) > 0; }));
  QTest::qWait(200);  // nobody scrolls
  EXPECT_EQ(groups().model()->rowCount(all), 200);
  EXPECT_EQ(models().model()->rowCount(), 200);

  for (auto* const view : {&groups(), &models()}) {
    const auto list = view == &groups() ? all : QModelIndex();
    EXPECT_TRUE(comes_true([&] {
      view->verticalScrollBar()->setValue(view->verticalScrollBar()->maximum());
      return view->model()->rowCount(list) == 1'000;
    }));
  }
  EXPECT_EQ(models().model()->index(999, 0).data().toString(), u"Model 999"_s);
}

TEST_F(WindowTest, WhatOneLooksAtStaysWhereItIs) {
  session.transaction([](modelreg::Session& all) {
    for (int number = 100; number < 200; ++number) {
      all.create_model_group({.name = "Group " + std::to_string(number)});
    }
  });
  open();
  groups().verticalScrollBar()->setValue(groups().verticalScrollBar()->maximum() / 2);
  const QPersistentModelIndex top = groups().indexAt({1, 1});
  const auto place = groups().visualRect(top).top();

  session.create_model_group({.name = "Before all others"});

  ASSERT_TRUE(comes_true([&] { return groups().model()->rowCount() == 101; }));
  EXPECT_EQ(groups().visualRect(top).top(), place);
}

TEST_F(WindowTest, NamesOfAnyLanguageAreShown) {
  const auto name = u"Überblick 模型 🦜"_s;
  session.create_model_group({.name = name.toStdString()});
  open();

  EXPECT_EQ(groups().model()->index(0, 0, {}).data().toString(), name);
}

TEST_F(WindowTest, ALockedFileIsSaidAndReadAsSoonAsItCanBe) {
  import_catalog();
  open();
  {
    modelreg::test::RawDatabase other(file);
    other.execute("BEGIN EXCLUSIVE");
    window->findChild<QComboBox*>(u"vendor"_s)->setCurrentText(u"COHERE"_s);
    EXPECT_TRUE(comes_true([&] {
      return window->statusBar()->currentMessage().contains(u"keeps the registry locked"_s);
    }));
    other.execute("ROLLBACK");
  }

  EXPECT_TRUE(comes_true([&] { return models().model()->rowCount() < 53; }));
  EXPECT_TRUE(comes_true([&] { return window->statusBar()->currentMessage().isEmpty(); }));
}

TEST_F(WindowTest, AFileThatIsNoRegistryIsSaid) {
  file = folder / "other.db";
  modelreg::test::RawDatabase(file).execute("CREATE TABLE mine (id INTEGER)");
  window = std::make_unique<RegistryWindow>(file, ada);
  window->show();

  EXPECT_TRUE(comes_true([&] { return !window->statusBar()->currentMessage().isEmpty(); }));
}

TEST_F(WindowTest, ItsModelsKeepTheRulesOfQt) {
  import_catalog();
  session.create_model_group({.name = "Empty"});
  open();
  const QAbstractItemModelTester tester(groups().model());
  const QAbstractItemModelTester models_tester(models().model());
  for (int row = 0; row < groups().model()->rowCount(); ++row) {
    groups().expand(groups().model()->index(row, 0));
  }

  session.delete_model_group(ModelGroupId{"COHERE"});
  session.update_model_group(ModelGroupId{"GOOGLE"}, {.name = "A first one"});
  session.delete_model_instance(ModelInstanceId{"gpt-4o"});
  QTest::keyClicks(window->findChild<QLineEdit*>(u"search"_s), u"e"_s);

  EXPECT_TRUE(comes_true([&] {
    return row_of(*groups().model(), u"A first one"_s).row() == 0 &&
           !row_of(*models().model(), u"GPT-4o"_s).isValid();
  }));
}

TEST_F(WindowTest, LooksLikeItsPicture) {
  import_catalog();
  session.create_model_group({.name = "Shortlist for the summariser", .id = ModelGroupId{"short"}});
  for (const auto* id : {"gpt-4o", "o1"}) {
    session.add_model_instance(ModelGroupId{"short"}, ModelInstanceId{id});
  }
  open();
  const auto openai = row_of(*groups().model(), u"Models of OPENAI"_s);
  groups().expand(openai);
  ASSERT_TRUE(comes_true([&] { return groups().model()->rowCount(openai) > 0; }));
  click(models(), row_of(*models().model(), u"GPT-4o"_s));
  ASSERT_TRUE(comes_true([&] { return text_in("record_name") == u"GPT-4o"_s; }));
  QTest::qWait(100);

  const auto picture = window->grab();

  ASSERT_FALSE(picture.isNull());
  const auto path = qEnvironmentVariable("MODELREG_DESKTOP_PICTURE");
  EXPECT_TRUE(path.isEmpty() || picture.save(path));
}

}  // namespace
}  // namespace desktop::test
