#include <SQLiteCpp/SQLiteCpp.h>

#include <thread>
#include <vector>

#include "journals.hpp"
#include "session_fixture.hpp"
#include "temporary_folder.hpp"

/// A registry in memory that takes the content of another, or comes back to what it held.
namespace modelreg {
namespace {

using test::error_of;
using testing::IsEmpty;

class RewindTest : public test::SessionTest {
 protected:
  ModelGroup group = a_group();
  ModelInstance model = session.create_model_instance(test::a_full_instance());
  test::TemporaryFolder folder;

  void change_everything() {
    session.add_model_instance(group.id, model.id);
    session.create_model_deployment(model.id, {.name = "d"});
    session.create_model_instance(test::an_instance("another"));
    registry.session({.account_id = "new", .user_id = "eve"}).create_model_group({.name = "g"});
    (void)registry.create_api_key(session.identity());
  }

  void expect_as_it_was() {
    EXPECT_EQ(session.get_model_instance(model.id), model);
    EXPECT_EQ(session.list_model_instances().total_item_count, 1);
    EXPECT_EQ(session.list_model_deployments().total_item_count, 0);
    EXPECT_THAT(registry.list_api_keys(), IsEmpty());
  }
};

TEST_F(RewindTest, EveryChangeSinceTheMarkIsTakenBack) {
  registry.mark();
  for (int times = 0; times < 3; ++times) {
    change_everything();

    registry.rewind();

    expect_as_it_was();
  }
}

TEST_F(RewindTest, AnAccountThatWasMadeSinceTheMarkCanBeMadeAgain) {
  const Identity eve{.account_id = "new", .user_id = "eve"};
  registry.mark();
  for (int times = 0; times < 2; ++times) {
    auto other = registry.session(eve);
    const auto made = other.create_model_group({.name = "g"});
    EXPECT_EQ(other.get_model_group(made.id), made);
    registry.rewind();
    EXPECT_EQ(other.find_model_group(made.id), std::nullopt);
  }
}

TEST_F(RewindTest, ALaterMarkTakesThePlaceOfTheFirst) {
  registry.mark();
  session.delete_model_group(group.id);
  registry.mark();
  session.delete_model_instance(model.id);

  registry.rewind();

  EXPECT_EQ(session.get_model_instance(model.id), model);
  EXPECT_EQ(session.find_model_group(group.id), std::nullopt);
}

TEST_F(RewindTest, ACallThatFailsSinceTheMarkChangesNothingAndKeepsTheRest) {
  registry.mark();
  session.add_model_instance(group.id, model.id);

  EXPECT_THROW(session.transaction([&](Session& all) {
    all.delete_model_instance(model.id);
    throw std::runtime_error("no");
  }),
               std::runtime_error);

  EXPECT_EQ(session.get_model_instance(model.id).model_group_id, group.id);
}

TEST_F(RewindTest, AMarkedRegistryIsCheckedCompactedAndCopiedToAFile) {
  registry.mark();
  session.add_model_instance(group.id, model.id);

  registry.compact();
  EXPECT_TRUE(registry.check().sound());
  registry.snapshot_to(folder / "copy.db");
  registry.rewind();

  auto copy = Registry::open(folder / "copy.db");
  EXPECT_TRUE(copy.check().sound());
  EXPECT_EQ(copy.session(session.identity()).get_model_instance(model.id).model_group_id, group.id);
  EXPECT_EQ(session.get_model_instance(model.id).model_group_id, std::nullopt);
}

TEST_F(RewindTest, AChangeFromWithinACallThatReadsIsRefusedSinceAMark) {
  registry.mark();

  EXPECT_EQ(error_of([&] {
              registry.snapshot_to(folder / "copy.db", [&](std::size_t, std::size_t) {
                session.delete_model_instance(model.id);
              });
            }),
            ErrorCode::invalid_argument);

  EXPECT_EQ(session.get_model_instance(model.id), model);
}

TEST_F(RewindTest, ACopyHoldsWhatTheOriginalDoes) {
  const auto key = registry.create_api_key(session.identity());
  auto copy = Registry::in_memory();
  auto early = copy.session(session.identity());
  early.create_model_group({.name = "to be replaced", .id = ModelGroupId("old")});

  copy.copy_from(registry);

  EXPECT_EQ(early.get_model_instance(model.id), model);
  EXPECT_EQ(early.find_model_group(ModelGroupId("old")), std::nullopt);
  EXPECT_EQ(copy.authenticate(key.secret).identity(), session.identity());
  early.delete_model_instance(model.id);
  EXPECT_EQ(session.get_model_instance(model.id), model);
}

TEST_F(RewindTest, ACopyOfAMarkedRegistryHasItsChangesAndNoMark) {
  registry.mark();
  session.add_model_instance(group.id, model.id);
  auto copy = Registry::in_memory();
  copy.mark();

  copy.copy_from(registry);

  EXPECT_EQ(copy.session(session.identity()).get_model_instance(model.id).model_group_id, group.id);
  EXPECT_EQ(error_of([&] { copy.rewind(); }), ErrorCode::invalid_argument);
}

TEST_F(RewindTest, AFileIsCopiedIntoMemory) {
  registry.snapshot_to(folder / "file.db");
  for (const Journal journal : test::sound_journals()) {
    SCOPED_TRACE(test::name_of(journal));
    auto file = Registry::open(folder / "file.db", {.journal = journal});
    auto copy = Registry::in_memory();

    copy.copy_from(file);

    auto copied = copy.session(session.identity());
    EXPECT_EQ(copied.get_model_instance(model.id), model);
    copied.create_model_group({.name = "n"});
    EXPECT_TRUE(copy.check().sound());
  }
}

TEST_F(RewindTest, ACopyThatFailsChangesNothing) {
  registry.snapshot_to(folder / "file.db");
  SQLite::Database((folder / "file.db").string(), SQLite::OPEN_READWRITE)
      .exec("PRAGMA page_size = 8192; VACUUM");
  const auto file = Registry::open(folder / "file.db");
  registry.mark();
  session.add_model_instance(group.id, model.id);

  EXPECT_EQ(error_of([&] { registry.copy_from(file); }), ErrorCode::storage);

  EXPECT_EQ(session.get_model_instance(model.id).model_group_id, group.id);
}

TEST_F(RewindTest, AFileAndATransactionAreRefused) {
  auto file = Registry::open(folder / "file.db");
  EXPECT_EQ(error_of([&] { file.mark(); }), ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] { file.rewind(); }), ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] { file.copy_from(registry); }), ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] { registry.rewind(); }), ErrorCode::invalid_argument);

  session.transaction([&](Session& inside) {
    inside.create_model_group({.name = "kept"});
    EXPECT_EQ(error_of([&] { registry.mark(); }), ErrorCode::invalid_argument);
    EXPECT_EQ(error_of([&] { registry.rewind(); }), ErrorCode::invalid_argument);
    EXPECT_EQ(error_of([&] { registry.copy_from(file); }), ErrorCode::invalid_argument);
  });

  EXPECT_EQ(session.list_model_groups().total_item_count, 2);
}

TEST_F(RewindTest, ThreadsGoOnWhileOneRewinds) {
  registry.mark();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int times = 0; times < 50; ++times) {
        session.create_model_group({.name = "g"});
        (void)session.list_model_groups();
        if (times % 10 == 0) registry.rewind();
      }
    });
  }
  for (auto& thread : threads) thread.join();

  registry.rewind();

  expect_as_it_was();
}

}  // namespace
}  // namespace modelreg
