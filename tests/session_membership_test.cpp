#include <array>

#include "session_fixture.hpp"

namespace modelreg {
namespace {

using test::an_instance;
using test::error_of;
using test::IsViolation;
using test::violations_of;
using testing::ElementsAre;

class SessionMembershipTest : public test::SessionTest {
 protected:
  ModelInstance a_model(const std::string& name = "GPT-4o") {
    return session.create_model_instance(an_instance(name));
  }
};

TEST_F(SessionMembershipTest, AddingAnswersTheInstanceInItsGroup) {
  const auto group = a_group();
  const auto instance = session.create_model_instance(test::a_full_instance());
  auto expected = instance;
  expected.model_group_id = group.id;

  EXPECT_EQ(session.add_model_instance(group.id, instance.id), expected);
  EXPECT_EQ(session.get_model_instance(instance.id), expected);
}

TEST_F(SessionMembershipTest, AddingToTheSameGroupChangesNothing) {
  const auto group = a_group();
  const auto added = session.add_model_instance(group.id, a_model().id);

  EXPECT_EQ(session.add_model_instance(group.id, added.id), added);
  EXPECT_EQ(session.get_model_instance(added.id), added);
}

TEST_F(SessionMembershipTest, AddingToAnotherGroupMovesTheInstance) {
  const auto from = a_group("from");
  const auto to = a_group("to");
  const auto instance = session.add_model_instance(from.id, a_model().id);
  const auto moved = session.add_model_instance(to.id, instance.id);
  ModelInstanceQuery left_behind;
  left_behind.model_group_id = from.id;

  EXPECT_EQ(moved.model_group_id, to.id);
  EXPECT_EQ(session.get_model_instance(instance.id), moved);
  EXPECT_EQ(session.list_model_instances(left_behind).total_item_count, 0);
}

TEST_F(SessionMembershipTest, AddingToAMissingGroupFailsAndStoresNothing) {
  const auto instance = a_model();

  EXPECT_THAT(violations_of([&] { session.add_model_instance(missing_group, instance.id); }),
              ElementsAre(IsViolation("model_group_id", "not_found")));
  EXPECT_EQ(session.get_model_instance(instance.id), instance);
}

TEST_F(SessionMembershipTest, AddingAMissingInstanceFails) {
  EXPECT_THAT(violations_of([&] { session.add_model_instance(a_group().id, missing_instance); }),
              ElementsAre(IsViolation("model_instance_id", "not_found")));
}

TEST_F(SessionMembershipTest, AnotherAccountsGroupOrInstanceIsMissing) {
  const auto mine = a_model();
  const auto theirs = stranger.create_model_instance(an_instance());
  const auto their_group = stranger.create_model_group({.name = "theirs"});

  EXPECT_THAT(violations_of([&] { session.add_model_instance(their_group.id, mine.id); }),
              ElementsAre(IsViolation("model_group_id", "not_found")));
  EXPECT_THAT(violations_of([&] { session.add_model_instance(a_group().id, theirs.id); }),
              ElementsAre(IsViolation("model_instance_id", "not_found")));
  EXPECT_EQ(session.get_model_instance(mine.id), mine);
  EXPECT_EQ(stranger.get_model_instance(theirs.id), theirs);
}

TEST_F(SessionMembershipTest, AnAccountThatWasNeverSeenHasNothing) {
  auto nobody = registry.session({.account_id = "nobody", .user_id = "n"});

  EXPECT_EQ(error_of([&] { nobody.add_model_instance(a_group().id, a_model().id); }),
            ErrorCode::not_found);
}

TEST_F(SessionMembershipTest, AddingManyCountsThoseThatWereNotInTheGroup) {
  const auto group = a_group();
  const std::array ids{a_model("a").id, a_model("b").id, a_model("c").id};
  session.add_model_instance(group.id, ids[1]);
  session.add_model_instance(a_group("other").id, ids[2]);

  EXPECT_EQ(session.add_model_instances(group.id, ids), 2U);
  EXPECT_EQ(session.add_model_instances(group.id, ids), 0U);
  for (const auto& id : ids) {
    EXPECT_EQ(session.get_model_instance(id).model_group_id, group.id);
  }
}

TEST_F(SessionMembershipTest, AddingManyCountsOneThatIsNamedTwiceOnce) {
  const auto id = a_model().id;

  EXPECT_EQ(session.add_model_instances(a_group().id, std::array{id, id}), 1U);
  EXPECT_EQ(session.add_model_instances(a_group().id, {}), 0U);
}

TEST_F(SessionMembershipTest, AddingManyAddsAllOrNone) {
  const auto group = a_group();
  const auto instance = a_model();

  EXPECT_THAT(violations_of([&] {
                session.add_model_instances(group.id, std::array{instance.id, missing_instance});
              }),
              ElementsAre(IsViolation("model_instance_id", "not_found")));
  EXPECT_EQ(session.get_model_instance(instance.id), instance);
  EXPECT_EQ(error_of([&] { session.add_model_instances(missing_group, {}); }),
            ErrorCode::not_found);
}

TEST_F(SessionMembershipTest, RemovingAnswersTheInstanceWithoutAGroup) {
  const auto group = a_group();
  const auto instance = a_model();
  session.add_model_instance(group.id, instance.id);

  EXPECT_EQ(session.remove_model_instance(group.id, instance.id), instance);
  EXPECT_EQ(session.get_model_instance(instance.id), instance);
}

TEST_F(SessionMembershipTest, RemovingFromAGroupThatItIsNotInIsAConflict) {
  const auto group = a_group();
  const auto instance = session.add_model_instance(a_group("other").id, a_model().id);

  EXPECT_EQ(error_of([&] { session.remove_model_instance(group.id, instance.id); }),
            ErrorCode::conflict);
  EXPECT_EQ(session.get_model_instance(instance.id), instance);
  EXPECT_EQ(error_of([&] { session.remove_model_instance(group.id, a_model().id); }),
            ErrorCode::conflict);
}

TEST_F(SessionMembershipTest, RemovingWhatIsMissingIsNotFound) {
  const auto group = a_group();
  const auto theirs = stranger.create_model_instance(an_instance());

  EXPECT_THAT(violations_of([&] { session.remove_model_instance(missing_group, a_model().id); }),
              ElementsAre(IsViolation("model_group_id", "not_found")));
  EXPECT_THAT(violations_of([&] { session.remove_model_instance(group.id, theirs.id); }),
              ElementsAre(IsViolation("model_instance_id", "not_found")));
}

}  // namespace
}  // namespace modelreg
