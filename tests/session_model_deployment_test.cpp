#include "session_fixture.hpp"

namespace modelreg {
namespace {

using test::an_instance;
using test::error_of;
using test::IsViolation;
using test::violations_of;
using testing::ElementsAre;
using testing::IsEmpty;

class SessionModelDeploymentTest : public test::SessionTest {
 protected:
  const ModelInstance instance = session.create_model_instance(an_instance());

  std::int64_t deployment_count() const {
    return session.get_model_instance(instance.id).deployment_count;
  }
};

TEST_F(SessionModelDeploymentTest, EveryFieldOfANewDeploymentIsStored) {
  const NewModelDeployment given{.name = "production",
                                 .model_creation_parameters = JsonObject(R"({"temperature":0.2})"),
                                 .vendor_configuration = JsonObject(R"({"region":"eu"})"),
                                 .deployment_metadata = JsonObject(R"({"owner":"ada"})")};
  const auto deployment = session.create_model_deployment(instance.id, given);

  EXPECT_EQ(session.get_model_deployment(deployment.id), deployment);
  EXPECT_EQ(deployment.name, given.name);
  EXPECT_EQ(deployment.model_instance_id, instance.id);
  EXPECT_EQ(deployment.model_creation_parameters, given.model_creation_parameters);
  EXPECT_EQ(deployment.vendor_configuration, given.vendor_configuration);
  EXPECT_EQ(deployment.deployment_metadata, given.deployment_metadata);
  EXPECT_EQ(deployment.status, "READY");
  EXPECT_EQ(deployment.account_id, "acme");
  EXPECT_EQ(deployment.created_by_user_id, "ada");
}

TEST_F(SessionModelDeploymentTest, TheInstancesCountIsTrueAtEveryMoment) {
  EXPECT_EQ(deployment_count(), 0);
  const auto first = session.create_model_deployment(instance.id, {.name = "first"});
  const auto second = session.create_model_deployment(instance.id, {.name = "second"});
  EXPECT_EQ(deployment_count(), 2);
  session.delete_model_deployment(first.id);
  EXPECT_EQ(deployment_count(), 1);
  session.import_model_deployment(first);
  EXPECT_EQ(deployment_count(), 2);
  EXPECT_EQ(session.add_model_instance(a_group().id, instance.id).deployment_count, 2);
  EXPECT_EQ(session.update_model_instance(instance.id, {}).deployment_count, 2);
}

TEST_F(SessionModelDeploymentTest, ADeploymentOfAMissingInstanceIsNotFoundAndNotStored) {
  const auto theirs = stranger.create_model_instance(an_instance());
  for (const auto& id : {missing_instance, theirs.id}) {
    EXPECT_THAT(violations_of([&] { session.create_model_deployment(id, {.name = "d"}); }),
                ElementsAre(IsViolation("model_instance_id", "not_found")));
  }
  EXPECT_THAT(session.list_model_deployments().items, IsEmpty());
}

TEST_F(SessionModelDeploymentTest, AnInvalidOrTakenDeploymentIsRefused) {
  const auto deployment =
      session.create_model_deployment(instance.id, {.name = "d", .id = ModelDeploymentId("taken")});

  EXPECT_EQ(error_of([&] {
              session.create_model_deployment(instance.id, {.name = "e", .id = deployment.id});
            }),
            ErrorCode::conflict);
  EXPECT_THAT(violations_of([&] { session.create_model_deployment(instance.id, {.name = ""}); }),
              ElementsAre(IsViolation("name", "string_too_short")));
  EXPECT_EQ(deployment_count(), 1);
}

TEST_F(SessionModelDeploymentTest, AnImportedDeploymentIsKeptAsItIs) {
  const ModelDeployment record{.name = "d",
                               .model_instance_id = instance.id,
                               .model_endpoint_id = "endpoint",
                               .vendor_configuration = JsonObject(),
                               .id = ModelDeploymentId("d/1"),
                               .created_at = *parse_timestamp("2025-01-01T00:00:00Z"),
                               .account_id = "acme",
                               .created_by_user_id = "somebody",
                               .status = "FAILED"};

  EXPECT_EQ(session.import_model_deployment(record), record);
  EXPECT_EQ(session.get_model_deployment(record.id), record);
  EXPECT_EQ(error_of([&] { session.import_model_deployment(record); }), ErrorCode::conflict);
  EXPECT_EQ(error_of([&] { stranger.import_model_deployment(record); }), ErrorCode::forbidden);
  auto invalid = record;
  invalid.status = "";
  invalid.model_instance_id = {};
  EXPECT_THAT(violations_of([&] { session.import_model_deployment(invalid); }),
              ElementsAre(IsViolation("model_instance_id", "string_too_short"),
                          IsViolation("status", "string_too_short")));
}

TEST_F(SessionModelDeploymentTest, AnUpdateKeepsSetsAndClears) {
  const auto deployment = session.create_model_deployment(
      instance.id, {.name = "before", .vendor_configuration = JsonObject(R"({"a":1})")});
  auto expected = deployment;
  expected.name = "after";
  expected.vendor_configuration.reset();
  expected.deployment_metadata = JsonObject(R"({"b":2})");
  expected.model_creation_parameters = JsonObject();

  EXPECT_EQ(session.update_model_deployment(deployment.id,
                                            {.name = "after",
                                             .model_creation_parameters = JsonObject(),
                                             .vendor_configuration = clear,
                                             .deployment_metadata = JsonObject(R"({"b":2})")}),
            expected);
  EXPECT_EQ(session.get_model_deployment(deployment.id), expected);
}

TEST_F(SessionModelDeploymentTest, AListHasThoseOfOneInstanceOrOfAll) {
  const auto other = session.create_model_instance(an_instance("other"));
  const auto first = session.create_model_deployment(instance.id, {.name = "b"});
  const auto second = session.create_model_deployment(other.id, {.name = "a"});
  const auto third = session.create_model_deployment(instance.id, {.name = "a"});
  ModelDeploymentQuery query;

  EXPECT_THAT(session.list_model_deployments(query).items, ElementsAre(first, second, third));
  query.sort_by = {{"name"}, {"model_instance_id"}};
  EXPECT_EQ(session.list_model_deployments(query).items.at(2), first);
  query.model_instance_id = instance.id;
  query.sort_by = {{"created_at", SortOrder::desc}};
  EXPECT_THAT(session.list_model_deployments(query).items, ElementsAre(third, first));
  EXPECT_EQ(session.list_model_deployments(query).total_item_count, 2);
  query.model_instance_id = missing_instance;
  EXPECT_THAT(session.list_model_deployments(query).items, IsEmpty());
}

TEST_F(SessionModelDeploymentTest, AViewShowsDeploymentsAndGroup) {
  const auto deployment = session.create_model_deployment(instance.id, {.name = "d"});
  const auto group = a_group();
  const auto alone = session.create_model_instance(an_instance("alone"));
  const auto member = session.add_model_instance(group.id, instance.id);
  const ModelInstanceViews both{ModelInstanceView::deployments, ModelInstanceView::model_group};
  const ViewedModelInstance viewed_member{member, std::vector{deployment}, group};
  const ViewedModelInstance viewed_alone{alone, std::vector<ModelDeployment>{}, std::nullopt};

  EXPECT_EQ(session.get_model_instance(member.id, both), viewed_member);
  EXPECT_EQ(session.get_model_instance(member.id, ModelInstanceViews{}),
            (ViewedModelInstance{member}));
  EXPECT_THAT(session.list_model_instances({}, both).items,
              ElementsAre(viewed_member, viewed_alone));
}

}  // namespace
}  // namespace modelreg
