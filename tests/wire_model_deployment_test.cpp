#include "wire_fixture.hpp"

namespace modelreg {
namespace {

using test::json;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

class WireModelDeploymentTest : public test::WireTest {
 protected:
  const ModelInstance instance = session.create_model_instance(test::an_instance());
  const std::string deployments = "/v4/models/" + instance.id.str() + "/deployments";
};

TEST_F(WireModelDeploymentTest, ACreatedDeploymentIsAnsweredWithTheFieldsOfTheContract) {
  const json body{{"name", "production"},
                  {"model_creation_parameters", {{"temperature", 0.2}}},
                  {"vendor_configuration", {{"region", "eu"}}},
                  {"deployment_metadata", json::object()},
                  {"account_id", "acme"}};
  const auto deployment = answer(200, "POST", deployments, body);

  for (const auto& [field, value] : body.items()) EXPECT_EQ(deployment.at(field), value) << field;
  EXPECT_EQ(deployment.at("model_instance_id"), instance.id.str());
  EXPECT_EQ(deployment.at("status"), "READY");
  EXPECT_EQ(answer(200, "GET", deployments + "/" + std::string(deployment.at("id"))), deployment);
  EXPECT_EQ(answer(200, "GET", "/v4/models/" + instance.id.str()).at("deployment_count"), 1);
}

TEST_F(WireModelDeploymentTest, EveryFaultOfACreationIsNamedAtOnce) {
  EXPECT_THAT(faults("POST", deployments, "{}"), ElementsAre("body.name missing"));
  EXPECT_THAT(faults("POST", deployments,
                     R"({"name":[],"model_creation_parameters":1,"vendor_configuration":"x",
                         "deployment_metadata":[],"account_id":1})"),
              ElementsAre("body.name string_type", "body.model_creation_parameters dict_type",
                          "body.vendor_configuration dict_type",
                          "body.deployment_metadata dict_type", "body.account_id string_type"));
  answer(403, "POST", deployments, {{"name", "n"}, {"account_id", "globex"}});
  answer(404, "POST", "/v4/models/no-such-instance/deployments", {{"name", "n"}});
  EXPECT_EQ(session.list_model_deployments().total_item_count, 0);
}

TEST_F(WireModelDeploymentTest, ADeploymentIsFoundUnderItsOwnInstanceAlone) {
  const auto other = session.create_model_instance(test::an_instance("other"));
  const auto deployment = session.create_model_deployment(instance.id, {.name = "d"});
  const std::string elsewhere =
      "/v4/models/" + other.id.str() + "/deployments/" + deployment.id.str();
  const auto missing = answer(404, "GET", deployments + "/no-such-deployment");

  EXPECT_EQ(answer(404, "GET", elsewhere), missing);
  EXPECT_EQ(answer(404, "PATCH", elsewhere, {{"name", "n"}}), missing);
  EXPECT_EQ(answer(404, "DELETE", elsewhere), missing);
  EXPECT_EQ(session.get_model_deployment(deployment.id), deployment);
}

TEST_F(WireModelDeploymentTest, ListsAreOfOneInstanceOrOfTheAccount) {
  const auto other = session.create_model_instance(test::an_instance("other"));
  session.create_model_deployment(instance.id, {.name = "b"});
  session.create_model_deployment(other.id, {.name = "c"});
  session.create_model_deployment(instance.id, {.name = "a"});

  const auto of_instance = answer(200, "GET", deployments + "?sort_by=name:asc");
  EXPECT_EQ(of_instance.at("total_item_count"), 2);
  EXPECT_EQ(of_instance.at("items").at(0).at("name"), "a");
  const auto of_account = answer(200, "GET", "/v4/model-deployments?sort_by=name:desc&limit=1");
  EXPECT_EQ(of_account.at("total_item_count"), 3);
  EXPECT_EQ(of_account.at("items").at(0).at("name"), "c");
  EXPECT_THAT(faults("GET", deployments + "?sort_by=vendor_configuration:asc&page=0"),
              ElementsAre("query.page greater_than_equal", "query.sort_by.0 enum"));
  EXPECT_THAT(faults("GET", "/v4/model-deployments?limit=10001"),
              ElementsAre("query.limit less_than_equal"));
  answer(403, "GET", "/v4/model-deployments?account_id=globex");
  answer(403, "GET", deployments + "?account_id=globex");
}

TEST_F(WireModelDeploymentTest, APatchKeepsSetsAndClears) {
  const auto deployment = session.create_model_deployment(
      instance.id, {.name = "before", .vendor_configuration = JsonObject(R"({"a":1})")});
  const std::string target = deployments + "/" + deployment.id.str();

  EXPECT_EQ(answer(200, "PATCH", target, json::object()), json::parse(to_json_text(deployment)));
  const auto changed = answer(
      200, "PATCH", target,
      {{"name", "after"}, {"vendor_configuration", nullptr}, {"deployment_metadata", {{"b", 2}}}});
  EXPECT_EQ(changed.at("name"), "after");
  EXPECT_FALSE(changed.contains("vendor_configuration"));
  EXPECT_EQ(changed.at("deployment_metadata"), json({{"b", 2}}));
  EXPECT_THAT(faults("PATCH", target, R"({"name":null,"vendor_configuration":1})"),
              UnorderedElementsAre("body.name string_type", "body.vendor_configuration dict_type"));
}

TEST_F(WireModelDeploymentTest, ADeletionIsCounted) {
  const auto deployment = session.create_model_deployment(instance.id, {.name = "d"});
  const std::string target = deployments + "/" + deployment.id.str();

  EXPECT_EQ(send("DELETE", target).body, R"({"count":1,"success":true})");
  answer(404, "DELETE", target);
}

}  // namespace
}  // namespace modelreg
