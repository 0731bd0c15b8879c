#include "modelreg/client.hpp"

#include "client_fixture.hpp"

namespace modelreg {
namespace {

using test::error_of;
using test::IsViolation;
using test::violations_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using ClientTest = test::ClientTest;

/// What `call` throws, as its message.
template <class Call>
std::string message_of(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST_F(ClientTest, AGroupIsCreatedReadListedUpdatedAndDeleted) {
  auto group = client.create_model_group({.name = "summarisers", .description = "é \"漢\""});

  EXPECT_EQ(session.get_model_group(group.id), group);
  EXPECT_EQ(client.get_model_group(group.id), group);
  EXPECT_EQ(client.find_model_group(group.id), group);
  EXPECT_THAT(client.list_model_groups().items, ElementsAre(group));

  group = client.update_model_group(group.id, {.name = "rankers", .description = clear});
  EXPECT_EQ(group, session.get_model_group(group.id));
  EXPECT_EQ(group.description, std::nullopt);

  client.delete_model_group(group.id);
  EXPECT_EQ(client.find_model_group(group.id), std::nullopt);
  EXPECT_EQ(error_of([&] { client.delete_model_group(group.id); }), ErrorCode::not_found);
}

TEST_F(ClientTest, AnInstanceIsCreatedReadListedUpdatedAndDeleted) {
  const auto group = a_group();
  auto full = test::a_full_instance();
  full.model_group_id = group.id;
  auto model = client.create_model_instance(full);

  EXPECT_EQ(session.get_model_instance(model.id), model);
  EXPECT_EQ(client.get_model_instance(model.id), model);
  EXPECT_EQ(client.find_model_instance(model.id), model);
  EXPECT_THAT(client.list_model_instances().items, ElementsAre(model));

  ModelInstanceChanges changes{.model_type = ModelType::embedding, .base_model_id = clear};
  changes.model_card = "a card";
  model = client.update_model_instance(model.id, changes);
  EXPECT_EQ(model, session.get_model_instance(model.id));
  EXPECT_EQ(model.base_model_id, std::nullopt);

  client.delete_model_instance(model.id);
  EXPECT_EQ(client.find_model_instance(model.id), std::nullopt);
}

TEST_F(ClientTest, ADeploymentIsCreatedReadListedUpdatedAndDeleted) {
  const auto model = session.create_model_instance(test::an_instance());
  auto deployment = client.create_model_deployment(
      model.id, {.name = "blue", .vendor_configuration = JsonObject(R"({"replicas": 2})")});

  EXPECT_EQ(session.get_model_deployment(deployment.id), deployment);
  EXPECT_EQ(client.get_model_deployment(model.id, deployment.id), deployment);
  EXPECT_EQ(client.find_model_deployment(model.id, deployment.id), deployment);
  EXPECT_THAT(client.list_model_deployments().items, ElementsAre(deployment));

  deployment = client.update_model_deployment(model.id, deployment.id,
                                              {.name = "green", .vendor_configuration = clear});
  EXPECT_EQ(deployment, session.get_model_deployment(deployment.id));

  client.delete_model_deployment(model.id, deployment.id);
  EXPECT_EQ(client.find_model_deployment(model.id, deployment.id), std::nullopt);
}

TEST_F(ClientTest, AnInstanceIsAddedToAGroupAndRemovedFromIt) {
  const auto group = a_group();
  const auto other = a_group();
  const auto model = session.create_model_instance(test::an_instance());

  EXPECT_EQ(client.add_model_instance(group.id, model.id).model_group_id, group.id);
  EXPECT_EQ(session.get_model_instance(model.id).model_group_id, group.id);
  EXPECT_EQ(message_of([&] { client.remove_model_instance(other.id, model.id); }),
            message_of([&] { session.remove_model_instance(other.id, model.id); }));
  EXPECT_EQ(error_of([&] { client.remove_model_instance(missing_group, model.id); }),
            ErrorCode::not_found);
  EXPECT_EQ(error_of([&] { client.remove_model_instance(group.id, missing_instance); }),
            ErrorCode::not_found);

  EXPECT_EQ(client.remove_model_instance(group.id, model.id), model);
  EXPECT_EQ(session.get_model_instance(model.id), model);
}

}  // namespace
}  // namespace modelreg
