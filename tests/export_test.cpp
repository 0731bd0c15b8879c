#include "modelreg/export_to.hpp"

#include <nlohmann/json.hpp>
#include <sstream>

#include "modelreg/import.hpp"
#include "session_fixture.hpp"

/// What an account holds as JSON lines, and back.
namespace modelreg {
namespace {

using test::error_of;

class ExportTest : public test::SessionTest {
 protected:
  /// A record of each kind, of others and of another account.
  void fill() {
    const auto group = a_group();
    a_group("empty");
    auto in_group = test::a_full_instance();
    in_group.model_group_id = group.id;
    const auto instance = session.create_model_instance(in_group);
    session.import_model_instance(test::a_complete_record(session.identity()));
    session.create_model_deployment(instance.id, {.name = "d"});
    stranger.create_model_instance(test::an_instance("theirs"));
  }

  static std::string exported(const Session& from) {
    std::ostringstream out;
    export_to(from, out);
    return out.str();
  }
};

TEST_F(ExportTest, WritesAHeaderAndThenARecordALineGroupsFirst) {
  fill();
  std::istringstream lines(exported(session));
  std::vector<std::string> kinds;
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, R"({"modelreg_export":1})");
  while (std::getline(lines, line)) kinds.push_back(nlohmann::json::parse(line).at("record"));

  EXPECT_THAT(kinds, testing::ElementsAre("model_group", "model_group", "model_instance",
                                          "model_instance", "model_deployment"));
}

TEST_F(ExportTest, SaysHowManyThereWere) {
  fill();
  std::ostringstream out;

  EXPECT_EQ(export_to(session, out), (RecordCounts{2, 2, 1}));
  EXPECT_EQ(RecordCounts({2, 2, 1}).all(), 5);
}

TEST_F(ExportTest, ImportedIntoAnEmptyAccountOfThatNameItIsEqual) {
  fill();
  const auto text = exported(session);
  auto copy = Registry::in_memory();
  Session to = copy.session({.account_id = "acme", .user_id = "somebody else"});

  EXPECT_EQ(import_from(to, text), (ImportReport{{.created = 2}, {.created = 2}, {.created = 1}}));
  EXPECT_EQ(exported(to), text);
  EXPECT_EQ(to.list_model_groups(), session.list_model_groups());
  EXPECT_EQ(to.list_model_instances(), session.list_model_instances());
  EXPECT_EQ(to.list_model_deployments(), session.list_model_deployments());
}

TEST_F(ExportTest, ImportedWhereItIsFromItChangesNothing) {
  fill();
  const auto text = exported(session);

  EXPECT_EQ(import_from(session, text, {.if_taken = IfTaken::update}),
            (ImportReport{{.unchanged = 2}, {.unchanged = 2}, {.unchanged = 1}}));
  EXPECT_EQ(exported(session), text);
}

TEST_F(ExportTest, AnAccountThatIsEmptyIsAHeader) {
  const auto text = exported(session);

  EXPECT_EQ(text, "{\"modelreg_export\":1}\n");
  EXPECT_EQ(import_from(session, text), ImportReport{});
}

TEST_F(ExportTest, ACardOfTheLargestSizeComesBackByteForByte) {
  std::string card;
  const std::string part = "\r\n\t\"\\/\b\f漢字 🙂";
  while (card.size() + part.size() <= max_text_bytes) card += part;
  card.append(max_text_bytes - card.size(), 'x');
  auto instance = test::an_instance();
  instance.model_card = card;
  const auto stored = session.create_model_instance(instance);
  auto copy = Registry::in_memory();
  Session to = copy.session(session.identity());
  import_from(to, exported(session));

  EXPECT_EQ(to.get_model_instance(stored.id), stored);
}

TEST_F(ExportTest, TellsNowAndThenHowFarItIs) {
  for (int i = 0; i < 1500; ++i) session.create_model_group({.name = "g"});
  std::vector<std::pair<std::int64_t, std::int64_t>> seen;
  export_to(
      session, [](std::string_view) {},
      [&](std::int64_t records, std::int64_t all) { seen.emplace_back(records, all); });

  EXPECT_THAT(seen, testing::ElementsAre(testing::Pair(1000, 1500), testing::Pair(1500, 1500)));
}

TEST_F(ExportTest, WhatTheSinkThrowsIsPassedOn) {
  EXPECT_THROW(export_to(session, [](std::string_view) { throw std::runtime_error("full"); }),
               std::runtime_error);
  std::ostringstream broken;
  broken.setstate(std::ios::badbit);
  EXPECT_EQ(error_of([&] { export_to(session, broken); }), ErrorCode::storage);
}

TEST_F(ExportTest, AtOneMomentNothingCanBeChanged) {
  fill();
  session.at_one_moment([&](const Session& still) {
    EXPECT_EQ(still.count_model_groups(), 2);
    EXPECT_EQ(error_of([&] { a_group(); }), ErrorCode::invalid_argument);
  });
  EXPECT_EQ(session.count_model_groups(), 2);
}

}  // namespace
}  // namespace modelreg
