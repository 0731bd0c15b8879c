#include "session_fixture.hpp"

/// Updates and deletions of all three records.
namespace modelreg {
namespace {

using test::a_full_instance;
using test::an_instance;
using test::error_of;
using test::IsViolation;
using test::violations_of;
using testing::ElementsAre;
using testing::IsEmpty;

class SessionChangesTest : public test::SessionTest {};

TEST_F(SessionChangesTest, AnUpdateKeepsSetsAndClears) {
  const auto group = session.create_model_group({.name = "before", .description = "d"});
  auto expected = group;

  EXPECT_EQ(session.update_model_group(group.id, {}), group);
  expected.name = "after";
  EXPECT_EQ(session.update_model_group(group.id, {.name = "after"}), expected);
  expected.description.reset();
  EXPECT_EQ(session.update_model_group(group.id, {.description = clear}), expected);
  EXPECT_EQ(session.get_model_group(group.id), expected);
}

TEST_F(SessionChangesTest, EveryFieldOfAnInstanceCanBeSetAndCleared) {
  const auto full = a_full_instance();
  const auto plain = session.create_model_instance(an_instance());
  const auto set = session.update_model_instance(
      plain.id, {.name = full.name,
                 .model_vendor = *full.model_vendor,
                 .base_model_id = *full.base_model_id,
                 .base_model_metadata = *full.base_model_metadata,
                 .model_creation_parameters = *full.model_creation_parameters,
                 .model_card = *full.model_card,
                 .training_data_card = *full.training_data_card,
                 .description = *full.description,
                 .model_template_id = *full.model_template_id});
  auto expected = session.create_model_instance(full);
  expected.id = plain.id;
  expected.created_at = plain.created_at;

  EXPECT_EQ(set, expected);
  EXPECT_EQ(session.get_model_instance(plain.id), expected);

  const auto cleared = session.update_model_instance(plain.id, {.name = plain.name,
                                                                .model_vendor = clear,
                                                                .base_model_id = clear,
                                                                .base_model_metadata = clear,
                                                                .model_creation_parameters = clear,
                                                                .model_card = clear,
                                                                .training_data_card = clear,
                                                                .description = clear,
                                                                .model_template_id = clear});
  EXPECT_EQ(cleared, plain);
  EXPECT_EQ(session.get_model_instance(plain.id), plain);
}

TEST_F(SessionChangesTest, AnotherTypeBringsItsSchemas) {
  const auto chat = session.create_model_instance(an_instance());
  const auto embedding =
      session.create_model_instance({.name = chat.name, .model_type = ModelType::embedding});
  const auto changed = session.update_model_instance(chat.id, {.model_type = ModelType::embedding});

  EXPECT_EQ(changed.request_schema, embedding.request_schema);
  EXPECT_EQ(changed.response_schema, embedding.response_schema);
  EXPECT_FALSE(changed.supports_multi_turn);
  EXPECT_EQ(session.get_model_instance(chat.id), changed);
}

TEST_F(SessionChangesTest, TheSameTypeKeepsImportedSchemas) {
  const auto record = session.import_model_instance(test::a_complete_record(session.identity()));

  EXPECT_EQ(session.update_model_instance(record.id, {.model_type = record.model_type}), record);
}

TEST_F(SessionChangesTest, AnUpdateMovesAnInstanceAndTakesItOut) {
  const auto group = a_group();
  const auto instance = session.create_model_instance(an_instance());

  EXPECT_EQ(session.update_model_instance(instance.id, {.model_group_id = group.id}).model_group_id,
            group.id);
  EXPECT_EQ(session.get_model_instance(instance.id).model_group_id, group.id);
  EXPECT_EQ(session.update_model_instance(instance.id, {.model_group_id = clear}), instance);
  EXPECT_EQ(session.get_model_instance(instance.id), instance);
}

TEST_F(SessionChangesTest, AnUpdateThatMovesToAMissingGroupChangesNothing) {
  const auto instance = session.create_model_instance(an_instance());
  const auto theirs = stranger.create_model_group({.name = "theirs"});

  EXPECT_THAT(violations_of([&] {
                session.update_model_instance(instance.id,
                                              {.name = "new", .model_group_id = theirs.id});
              }),
              ElementsAre(IsViolation("model_group_id", "not_found")));
  EXPECT_EQ(session.get_model_instance(instance.id), instance);
}

TEST_F(SessionChangesTest, ARequiredFieldCannotBeCleared) {
  const auto instance = session.create_model_instance(an_instance());

  EXPECT_THAT(violations_of([&] {
                session.update_model_instance(instance.id, {.name = clear, .model_type = clear});
              }),
              ElementsAre(IsViolation("name", "string_type"), IsViolation("model_type", "enum")));
  EXPECT_THAT(validate(ModelGroupChanges{.name = clear}),
              ElementsAre(IsViolation("name", "string_type")));
  EXPECT_THAT(validate(ModelDeploymentChanges{.name = clear}),
              ElementsAre(IsViolation("name", "string_type")));
}

TEST_F(SessionChangesTest, AnInvalidValueIsRefusedBeforeAnythingIsLookedUp) {
  EXPECT_THAT(
      violations_of([&] {
        session.update_model_instance(missing_instance,
                                      {.name = "", .model_type = static_cast<ModelType>(9)});
      }),
      ElementsAre(IsViolation("name", "string_too_short"), IsViolation("model_type", "enum")));
}

TEST_F(SessionChangesTest, WhatIsMissingCanNeitherBeUpdatedNorDeleted) {
  const auto group = stranger.create_model_group({.name = "theirs"});
  const auto instance = stranger.create_model_instance(an_instance());
  const auto deployment = stranger.create_model_deployment(instance.id, {.name = "theirs"});
  auto nobody = registry.session({.account_id = "nobody", .user_id = "n"});

  for (auto* caller : {&session, &nobody}) {
    EXPECT_EQ(error_of([&] { caller->update_model_group(group.id, {}); }), ErrorCode::not_found);
    EXPECT_EQ(error_of([&] { caller->delete_model_group(group.id); }), ErrorCode::not_found);
    EXPECT_EQ(error_of([&] { caller->update_model_instance(instance.id, {}); }),
              ErrorCode::not_found);
    EXPECT_EQ(error_of([&] { caller->delete_model_instance(instance.id); }), ErrorCode::not_found);
    EXPECT_EQ(error_of([&] { caller->update_model_deployment(deployment.id, {}); }),
              ErrorCode::not_found);
    EXPECT_EQ(error_of([&] { caller->delete_model_deployment(deployment.id); }),
              ErrorCode::not_found);
  }
  EXPECT_EQ(stranger.get_model_group(group.id), group);
  EXPECT_EQ(stranger.get_model_deployment(deployment.id), deployment);
}

TEST_F(SessionChangesTest, DeletingAGroupKeepsItsInstancesAndEmptiesTheirGroup) {
  const auto group = a_group();
  const auto instance = session.create_model_instance(an_instance());
  session.add_model_instance(group.id, instance.id);
  session.delete_model_group(group.id);

  EXPECT_EQ(session.find_model_group(group.id), std::nullopt);
  EXPECT_EQ(session.get_model_instance(instance.id), instance);
}

TEST_F(SessionChangesTest, DeletingAnInstanceDeletesItsDeployments) {
  const auto group = a_group();
  const auto instance = session.create_model_instance(an_instance());
  session.add_model_instance(group.id, instance.id);
  const auto deployment = session.create_model_deployment(instance.id, {.name = "d"});
  session.delete_model_instance(instance.id);

  EXPECT_EQ(session.find_model_instance(instance.id), std::nullopt);
  EXPECT_EQ(session.find_model_deployment(deployment.id), std::nullopt);
  EXPECT_THAT(session.list_model_deployments().items, IsEmpty());
}

TEST_F(SessionChangesTest, AnIdIsFreeAgainOnceItsRecordIsDeleted) {
  const auto group = a_group();
  session.delete_model_group(group.id);

  EXPECT_EQ(session.import_model_group(group), group);
}

}  // namespace
}  // namespace modelreg
