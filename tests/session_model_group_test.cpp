#include "session_fixture.hpp"

namespace modelreg {
namespace {

using test::error_of;
using test::IsViolation;
using test::violations_of;
using testing::ElementsAre;
using testing::IsEmpty;

class SessionModelGroupTest : public test::SessionTest {};

TEST_F(SessionModelGroupTest, ACreatedGroupIsOwnedByTheSession) {
  const auto group = session.create_model_group({.name = "summarisers", .description = "short"});

  EXPECT_EQ(group.name, "summarisers");
  EXPECT_EQ(group.description, "short");
  EXPECT_EQ(group.account_id, "acme");
  EXPECT_EQ(group.created_by_user_id, "ada");
  EXPECT_EQ(session.get_model_group(group.id), group);
}

TEST_F(SessionModelGroupTest, AMadeIdIsARandomUuid) {
  const auto first = a_group().id.str();
  const auto second = a_group().id.str();

  EXPECT_THAT(first, testing::MatchesRegex(
                         "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_NE(first, second);
}

TEST_F(SessionModelGroupTest, AChosenIdIsKept) {
  const auto group = session.create_model_group({.name = "n", .id = ModelGroupId("a/b c%é")});

  EXPECT_EQ(session.get_model_group(ModelGroupId("a/b c%é")), group);
}

TEST_F(SessionModelGroupTest, ATakenIdIsAConflictAndTheGroupStays) {
  const auto group = session.create_model_group({.name = "first", .id = ModelGroupId("g")});

  EXPECT_EQ(error_of([&] { session.create_model_group({.name = "second", .id = group.id}); }),
            ErrorCode::conflict);
  EXPECT_EQ(session.get_model_group(group.id), group);
  EXPECT_EQ(session.list_model_groups().total_item_count, 1);
}

TEST_F(SessionModelGroupTest, AnotherAccountMayChooseTheSameId) {
  const auto mine = session.create_model_group({.name = "mine", .id = ModelGroupId("g")});
  const auto theirs = stranger.create_model_group({.name = "theirs", .id = ModelGroupId("g")});

  EXPECT_EQ(session.get_model_group(ModelGroupId("g")), mine);
  EXPECT_EQ(stranger.get_model_group(ModelGroupId("g")), theirs);
}

TEST_F(SessionModelGroupTest, AnInvalidGroupIsRefusedAndNothingIsStored) {
  EXPECT_THAT(
      violations_of([&] { session.create_model_group({.name = "", .id = ModelGroupId("")}); }),
      ElementsAre(IsViolation("name", "string_too_short"), IsViolation("id", "string_too_short")));
  EXPECT_EQ(session.list_model_groups().total_item_count, 0);
}

TEST_F(SessionModelGroupTest, AMissingGroupIsNotFound) {
  EXPECT_EQ(error_of([&] { (void)session.get_model_group(missing_group); }), ErrorCode::not_found);
  EXPECT_EQ(session.find_model_group(missing_group), std::nullopt);
}

TEST_F(SessionModelGroupTest, AnotherAccountsGroupIsNotFoundInTheSameWords) {
  const auto theirs = stranger.create_model_group({.name = "theirs"});
  const auto refusal = [&](const ModelGroupId& id) {
    try {
      (void)session.get_model_group(id);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };

  EXPECT_EQ(refusal(theirs.id), refusal(missing_group));
  EXPECT_EQ(session.find_model_group(theirs.id), std::nullopt);
  EXPECT_THAT(session.list_model_groups().items, IsEmpty());
}

TEST_F(SessionModelGroupTest, AListIsInOrderOfCreationAndHasTheTotal) {
  const auto first = a_group("b");
  const auto second = a_group("a");
  const auto third = a_group("c");

  EXPECT_EQ(session.list_model_groups({.page = 1, .limit = 2}),
            (Page<ModelGroup>{{first, second}, 1, 2, 3}));
  EXPECT_EQ(session.list_model_groups({.page = 2, .limit = 2}),
            (Page<ModelGroup>{{third}, 2, 2, 3}));
  EXPECT_EQ(session.list_model_groups({.page = 3, .limit = 2}), (Page<ModelGroup>{{}, 3, 2, 3}));
  EXPECT_EQ(session.list_model_groups(), (Page<ModelGroup>{{first, second, third}, 1, 100, 3}));
}

TEST_F(SessionModelGroupTest, APageOutOfRangeIsRefused) {
  EXPECT_THAT(violations_of([&] { (void)session.list_model_groups({.page = 0, .limit = 0}); }),
              ElementsAre(IsViolation("page", "greater_than_equal"),
                          IsViolation("limit", "greater_than_equal")));
  EXPECT_THAT(violations_of([&] { (void)session.list_model_groups({.limit = 10'001}); }),
              ElementsAre(IsViolation("limit", "less_than_equal")));
  EXPECT_THAT(session.list_model_groups({.page = 2147483647, .limit = 10'000}).items, IsEmpty());
}

}  // namespace
}  // namespace modelreg
