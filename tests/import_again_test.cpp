#include "session_fixture.hpp"

/// What an import does if the id is taken.
namespace modelreg {
namespace {

using test::error_of;
using test::IsViolation;
using test::violations_of;

constexpr std::array ways{IfTaken::refuse, IfTaken::skip, IfTaken::update};

class ImportAgainTest : public test::SessionTest {
 protected:
  ModelGroup group = a_group();
  ModelInstance instance = test::a_complete_record(session.identity());

  ModelDeployment a_deployment(const ModelInstanceId &of) {
    return {.name = "d",
            .model_instance_id = of,
            .id = ModelDeploymentId("deployment"),
            .created_at = instance.created_at,
            .account_id = session.identity().account_id,
            .created_by_user_id = "somebody else",
            .status = "PENDING"};
  }
};

TEST_F(ImportAgainTest, AnIdThatIsFreeIsImportedAsEver) {
  for (const auto way : ways) {
    instance.id = ModelInstanceId("free " + std::string(to_string(way)));

    EXPECT_EQ(session.import_model_instance(instance, way),
              (Imported<ModelInstance>{instance, ImportOutcome::created}));
    EXPECT_EQ(session.get_model_instance(instance.id), instance);
  }
}

TEST_F(ImportAgainTest, RefuseIsWhatAnImportDoesUnlessItIsTold) {
  session.import_model_instance(instance);
  auto changed = instance;
  changed.name = "other";

  EXPECT_EQ(error_of([&] { session.import_model_instance(changed); }), ErrorCode::conflict);
  EXPECT_EQ(error_of([&] { session.import_model_instance(changed, IfTaken::refuse); }),
            ErrorCode::conflict);
  EXPECT_EQ(session.get_model_instance(instance.id), instance);
}

TEST_F(ImportAgainTest, SkipLeavesWhatIsStoredAndReturnsIt) {
  session.import_model_instance(instance);
  auto changed = instance;
  changed.name = "other";
  changed.model_group_id = missing_group;

  EXPECT_EQ(session.import_model_instance(changed, IfTaken::skip),
            (Imported<ModelInstance>{instance, ImportOutcome::unchanged}));
  EXPECT_EQ(session.get_model_instance(instance.id), instance);
}

TEST_F(ImportAgainTest, UpdateStoresEveryFieldOfAnInstance) {
  session.import_model_instance(instance);
  session.import_model_deployment(a_deployment(instance.id));
  ModelInstance changed{.name = "other",
                        .model_type = ModelType::embedding,
                        .model_group_id = group.id,
                        .id = instance.id,
                        .created_at = instance.created_at + std::chrono::seconds(1),
                        .account_id = instance.account_id,
                        .created_by_user_id = "ada",
                        .request_schema = JsonObject(R"({"title": "other"})"),
                        .response_schema = JsonObject(),
                        .supports_multi_turn = true};
  const auto imported = session.import_model_instance(changed, IfTaken::update);
  changed.deployment_count = 1;

  EXPECT_EQ(imported, (Imported<ModelInstance>{changed, ImportOutcome::updated}));
  EXPECT_EQ(session.get_model_instance(instance.id), changed);
  changed.model_group_id.reset();
  EXPECT_EQ(session.import_model_instance(changed, IfTaken::update).record, changed);
  EXPECT_EQ(session.get_model_instance(instance.id), changed);
}

TEST_F(ImportAgainTest, UpdateWithAGroupThatIsNotThereChangesNothing) {
  session.import_model_instance(instance);
  auto changed = instance;
  changed.name = "other";
  changed.model_group_id = missing_group;

  EXPECT_EQ(error_of([&] { session.import_model_instance(changed, IfTaken::update); }),
            ErrorCode::not_found);
  EXPECT_EQ(session.get_model_instance(instance.id), instance);
}

TEST_F(ImportAgainTest, UpdateStoresEveryFieldOfAGroupAndKeepsItsMembers) {
  instance.model_group_id = group.id;
  session.import_model_instance(instance);
  const ModelGroup changed{.name = "other",
                           .description = "d",
                           .id = group.id,
                           .created_at = group.created_at - std::chrono::seconds(1),
                           .account_id = group.account_id,
                           .created_by_user_id = "somebody else"};

  EXPECT_EQ(session.import_model_group(changed, IfTaken::skip),
            (Imported<ModelGroup>{group, ImportOutcome::unchanged}));
  EXPECT_EQ(session.import_model_group(changed, IfTaken::update),
            (Imported<ModelGroup>{changed, ImportOutcome::updated}));
  EXPECT_EQ(session.get_model_group(group.id), changed);
  EXPECT_EQ(session.get_model_instance(instance.id), instance);
}

TEST_F(ImportAgainTest, UpdateStoresEveryFieldOfADeploymentButMovesItNowhere) {
  session.import_model_instance(instance);
  auto deployment = a_deployment(instance.id);
  session.import_model_deployment(deployment);
  deployment.status = "READY";
  deployment.model_endpoint_id = "endpoint";

  EXPECT_EQ(session.import_model_deployment(deployment, IfTaken::update),
            (Imported<ModelDeployment>{deployment, ImportOutcome::updated}));
  EXPECT_EQ(session.get_model_deployment(deployment.id), deployment);
  const auto elsewhere = a_deployment(session.create_model_instance(test::an_instance()).id);
  EXPECT_EQ(error_of([&] { session.import_model_deployment(elsewhere, IfTaken::update); }),
            ErrorCode::conflict);
  EXPECT_EQ(session.import_model_deployment(elsewhere, IfTaken::skip),
            (Imported<ModelDeployment>{deployment, ImportOutcome::unchanged}));
  EXPECT_EQ(session.get_model_deployment(deployment.id), deployment);
}

TEST_F(ImportAgainTest, ToImportASecondTimeChangesNothing) {
  session.import_model_instance(instance);
  session.import_model_deployment(a_deployment(instance.id));

  for (const auto way : {IfTaken::skip, IfTaken::update}) {
    EXPECT_EQ(session.import_model_group(group, way).outcome, ImportOutcome::unchanged);
    EXPECT_EQ(session.import_model_instance(instance, way).outcome, ImportOutcome::unchanged);
    EXPECT_EQ(session.import_model_deployment(a_deployment(instance.id), way).outcome,
              ImportOutcome::unchanged);
  }
}

TEST_F(ImportAgainTest, ARecordIsCheckedWhateverIsStored) {
  session.import_model_instance(instance);
  auto wrong = instance;
  wrong.name = "";
  auto theirs = instance;
  theirs.account_id = "globex";

  for (const auto way : ways) {
    EXPECT_EQ(error_of([&] { session.import_model_instance(wrong, way); }),
              ErrorCode::invalid_argument);
    EXPECT_EQ(error_of([&] { session.import_model_instance(theirs, way); }), ErrorCode::forbidden);
  }
  EXPECT_THAT(violations_of([&] { session.import_model_instance(instance, IfTaken{}); }),
              testing::ElementsAre(IsViolation("if_taken", "enum")));
}

TEST_F(ImportAgainTest, AnotherAccountsIdIsFree) {
  session.import_model_instance(instance);
  auto theirs = instance;
  theirs.account_id = "globex";

  EXPECT_EQ(stranger.import_model_instance(theirs, IfTaken::update).outcome,
            ImportOutcome::created);
  EXPECT_EQ(session.get_model_instance(instance.id), instance);
}

}  // namespace
}  // namespace modelreg
