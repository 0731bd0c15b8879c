#include "modelreg/client.hpp"

#include <functional>

#include "client_fixture.hpp"
#include "parallel.hpp"

namespace modelreg {
namespace {

using test::error_of;
using test::failure_of;
using test::IsViolation;
using test::violations_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using ClientTest = test::ClientTest;

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
  EXPECT_EQ(failure_of([&] { client.remove_model_instance(other.id, model.id); }),
            failure_of([&] { session.remove_model_instance(other.id, model.id); }));
  EXPECT_EQ(error_of([&] { client.remove_model_instance(missing_group, model.id); }),
            ErrorCode::not_found);
  EXPECT_EQ(error_of([&] { client.remove_model_instance(group.id, missing_instance); }),
            ErrorCode::not_found);

  EXPECT_EQ(client.remove_model_instance(group.id, model.id), model);
  EXPECT_EQ(session.get_model_instance(model.id), model);
}

/// Calls that are refused, each by a session and by a client: they can be called alike.
template <class Caller>
std::vector<std::function<void()>> refused_calls(Caller& caller, const ModelInstanceId& model) {
  const ModelGroupId no_group("no-such-group");
  const ModelInstanceId no_model("no-such-model");
  const std::string long_name(max_name_characters + 1, 'n');
  ModelDeploymentQuery far_out;
  far_out.limit = max_page_limit + 1;
  far_out.page = 0;
  return {
      [=, &caller] { (void)caller.get_model_group(no_group); },
      [=, &caller] { (void)caller.get_model_group(ModelGroupId()); },
      [=, &caller] { (void)caller.get_model_instance(no_model); },
      [=, &caller] { (void)caller.get_model_instance(no_model, {ModelInstanceView::model_group}); },
      [=, &caller] { caller.update_model_group(no_group, {.name = "n"}); },
      [=, &caller] { caller.update_model_group(no_group, {.name = clear}); },
      [=, &caller] { caller.update_model_instance(no_model, {.name = "n"}); },
      [=, &caller] { caller.update_model_instance(model, {.model_group_id = no_group}); },
      [=, &caller] { caller.update_model_instance(model, {.model_type = clear}); },
      [=, &caller] { caller.delete_model_group(no_group); },
      [=, &caller] { caller.delete_model_instance(no_model); },
      [=, &caller] { caller.delete_model_instance(ModelInstanceId()); },
      [=, &caller] { caller.create_model_group({.name = ""}); },
      [=, &caller] { caller.create_model_group({.name = "\xff", .description = "\xc3"}); },
      [=, &caller] { caller.create_model_instance({.name = long_name}); },
      [=, &caller] {
        caller.create_model_instance(
            {.name = "n", .model_type = ModelType::agent, .model_group_id = no_group});
      },
      [=, &caller] { caller.create_model_deployment(no_model, {.name = "n"}); },
      [=, &caller] { caller.create_model_deployment(no_model, {.name = ""}); },
      [=, &caller] { caller.add_model_instance(no_group, model); },
      [=, &caller] { caller.add_model_instance(no_group, no_model); },
      [=, &caller] { caller.add_model_instance(ModelGroupId(), model); },
      [=, &caller] { (void)caller.list_model_groups({.page = 0, .limit = -1}); },
      [=, &caller] { (void)caller.list_model_deployments(far_out); },
      [=, &caller] { (void)caller.walk_model_groups(0); },
      [=, &caller] { (void)caller.walk_model_instances({}, max_page_limit + 1); },
  };
}

TEST_F(ClientTest, ARefusalIsThatOfTheSession) {
  const auto model = session.create_model_instance(test::an_instance());
  const auto expected = refused_calls(session, model.id);
  const auto actual = refused_calls(client, model.id);

  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto failure = failure_of(expected[i]);
    ASSERT_TRUE(failure.first) << i;
    EXPECT_EQ(failure_of(actual[i]), failure) << i;
    if (failure.first == ErrorCode::invalid_argument) {
      EXPECT_EQ(violations_of(actual[i]), violations_of(expected[i])) << i;
    }
  }
}

TEST_F(ClientTest, ASortKeyThatIsNoneIsRefused) {
  for (const char* field : {"base_model_metadata", "nothing", "", "name:asc,id", "Name"}) {
    ModelInstanceQuery query;
    query.sort_by = {{"name"}, {field}};
    EXPECT_THAT(violations_of([&] { (void)client.list_model_instances(query); }),
                ElementsAre(IsViolation("sort_by", "enum")))
        << field;
  }
  ModelDeploymentQuery query;
  query.sort_by = {{"name", static_cast<SortOrder>(7)}};
  EXPECT_THAT(violations_of([&] { (void)client.list_model_deployments(query); }),
              ElementsAre(IsViolation("sort_by", "enum")));
}

TEST_F(ClientTest, AListIsThatOfTheSessionUnderEveryFilterOrderAndView) {
  const auto group = a_group("a & b");
  for (int i = 0; i < 7; ++i) {
    const auto model = session.create_model_instance(
        {.name = "model " + std::to_string(i % 3),
         .model_type = enum_texts<ModelType>[i % 2].value,
         .model_group_id = i % 3 == 0 ? std::optional(group.id) : std::nullopt});
    session.create_model_deployment(model.id, {.name = "deployment " + std::to_string(i)});
  }
  const ModelInstanceViews views{ModelInstanceView::deployments, ModelInstanceView::model_group};
  for (const auto& group_id :
       {std::optional<ModelGroupId>(), std::optional(group.id),
        std::optional(ModelGroupId("?a=b&c")), std::optional(ModelGroupId())}) {
    ModelInstanceQuery query;
    query.model_group_id = group_id;
    query.sort_by = {{"name", SortOrder::desc}, {"created_at"}};
    query.limit = 2;
    query.page = 2;
    EXPECT_EQ(client.list_model_instances(query), session.list_model_instances(query));
    query.page = 1;
    query.model_type = ModelType::chat_completion;
    EXPECT_EQ(client.list_model_instances(query, views),
              session.list_model_instances(query, views));
    EXPECT_EQ(client.list_model_instances(query, {}), session.list_model_instances(query, {}));
  }
  const auto id = session.list_model_instances().items.front().id;
  EXPECT_EQ(client.get_model_instance(id, views), session.get_model_instance(id, views));
  EXPECT_EQ(client.get_model_instance(id, {}), session.get_model_instance(id, {}));

  ModelDeploymentQuery of_one;
  for (const auto& instance : {id, missing_instance, ModelInstanceId()}) {
    of_one.model_instance_id = instance;
    EXPECT_EQ(client.list_model_deployments(of_one), session.list_model_deployments(of_one));
  }
}

template <class Record>
std::vector<Record> all_of(Walk<Record> walk) {
  std::vector<Record> records;
  for (const auto& record : walk) records.push_back(record);
  return records;
}

TEST_F(ClientTest, AWalkMeetsEveryRecordOnce) {
  EXPECT_THAT(all_of(client.walk_model_groups()), IsEmpty());
  const auto group = a_group();
  for (int i = 0; i < 6; ++i) {
    auto instance = test::an_instance();
    if (i < 4) instance.model_group_id = group.id;
    session.create_model_deployment(session.create_model_instance(instance).id, {.name = "blue"});
  }
  for (const int page_size : {1, 2, 3, 4, 5, 100}) {
    EXPECT_EQ(all_of(client.walk_model_groups(page_size)), all_of(session.walk_model_groups()));
    EXPECT_EQ(all_of(client.walk_model_instances({.model_group_id = group.id}, page_size)),
              all_of(session.walk_model_instances({.model_group_id = group.id})));
    EXPECT_EQ(all_of(client.walk_model_deployments({}, page_size)),
              all_of(session.walk_model_deployments()));
  }
  transport->sent.clear();
  EXPECT_THAT(all_of(client.walk_model_instances({}, 3)), testing::SizeIs(6));
  EXPECT_THAT(transport->sent, testing::SizeIs(2));
}

TEST_F(ClientTest, AnyIdNamesItsRecordAndNoOther) {
  const auto group = a_group();
  for (const std::string id : {".", "..", "...", "a/b", "/", "%2F", "%", "?", "#", "a b", "a+b",
                               "&", "é漢🙂", "models", "a;b=c", "\"", "\\", "\x7f"}) {
    auto record = test::a_complete_record(session.identity());
    record.id = ModelInstanceId(id);
    session.import_model_instance(record);
    const ModelDeploymentId deployment_id(id);
    session.import_model_deployment({.name = "d",
                                     .model_instance_id = record.id,
                                     .id = deployment_id,
                                     .created_at = record.created_at,
                                     .account_id = "acme",
                                     .created_by_user_id = "ada",
                                     .status = "READY"});

    EXPECT_EQ(client.get_model_instance(record.id).id, record.id);
    EXPECT_EQ(client.add_model_instance(group.id, record.id).model_group_id, group.id);
    EXPECT_EQ(client.get_model_deployment(record.id, deployment_id).id, deployment_id);
    client.delete_model_deployment(record.id, deployment_id);
    EXPECT_EQ(client.get_model_instance(record.id).deployment_count, 0);
    client.delete_model_instance(record.id);
    EXPECT_EQ(session.find_model_instance(record.id), std::nullopt);
  }
  for (const auto& request : transport->sent) {
    EXPECT_EQ(request.target.find_first_of(" #+\"\\\x7f"), std::string::npos) << request.target;
    EXPECT_EQ(request.target.find("/."), std::string::npos) << request.target;
  }
}

TEST_F(ClientTest, AnEmptyIdNamesNothingAndIsNotSent) {
  EXPECT_EQ(client.find_model_group(ModelGroupId()), std::nullopt);
  EXPECT_EQ(client.find_model_instance(ModelInstanceId()), std::nullopt);
  EXPECT_EQ(client.find_model_deployment(ModelInstanceId(), ModelDeploymentId("d")), std::nullopt);
  EXPECT_EQ(client.find_model_deployment(ModelInstanceId("m"), ModelDeploymentId()), std::nullopt);
  EXPECT_EQ(error_of([&] { client.delete_model_deployment(ModelInstanceId("m"), {}); }),
            ErrorCode::not_found);
  EXPECT_THAT(transport->sent, IsEmpty());
}

TEST_F(ClientTest, ARecordThatBreaksARuleIsNotSent) {
  EXPECT_EQ(error_of([&] { client.create_model_group({.name = ""}); }),
            ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] { client.update_model_instance(missing_instance, {.name = ""}); }),
            ErrorCode::invalid_argument);
  EXPECT_THAT(transport->sent, IsEmpty());
}

TEST_F(ClientTest, AChosenIdIsRefusedSinceTheApiHasNoPlaceForIt) {
  const auto model = session.create_model_instance(test::an_instance());
  auto chosen = test::an_instance();
  chosen.id = ModelInstanceId("mine");

  EXPECT_THAT(violations_of([&] { client.create_model_instance(chosen); }),
              ElementsAre(IsViolation("id", "extra_forbidden")));
  EXPECT_THAT(
      violations_of([&] { client.create_model_group({.name = "", .id = ModelGroupId()}); }),
      ElementsAre(IsViolation("name", "string_too_short"), IsViolation("id", "extra_forbidden")));
  EXPECT_THAT(violations_of([&] {
                client.create_model_deployment(model.id,
                                               {.name = "n", .id = ModelDeploymentId("d")});
              }),
              ElementsAre(IsViolation("id", "extra_forbidden")));
  EXPECT_THAT(transport->sent, IsEmpty());
}

TEST_F(ClientTest, WithoutAnAccountItReadsAndChangesButCreatesNoGroupAndNoInstance) {
  Client keyed(transport, {.api_key = key.secret});
  const auto group = a_group();
  const auto model = session.create_model_instance(test::an_instance());

  for (const auto& refused :
       {violations_of([&] { keyed.create_model_group({.name = "n"}); }), violations_of([&] {
          keyed.create_model_instance({.name = "n", .model_type = ModelType::agent});
        })}) {
    ASSERT_THAT(refused, ElementsAre(IsViolation("account_id", "missing")));
    EXPECT_THAT(refused[0].problem, HasSubstr("ClientOptions::account_id"));
  }
  EXPECT_THAT(transport->sent, IsEmpty());
  EXPECT_EQ(keyed.get_model_group(group.id), group);
  EXPECT_EQ(keyed.add_model_instance(group.id, model.id).model_group_id, group.id);
  EXPECT_EQ(keyed.create_model_deployment(model.id, {.name = "n"}).account_id, "acme");
}

TEST_F(ClientTest, AnotherAccountIsForbiddenAndAnotherKeyUnauthenticated) {
  const Client elsewhere(transport, {.api_key = key.secret, .account_id = "globex"});
  const Client nobody(transport, {.api_key = "modelreg_x", .account_id = "acme"});

  EXPECT_EQ(failure_of([&] { (void)elsewhere.list_model_groups(); }),
            std::pair(std::optional(ErrorCode::forbidden),
                      std::string("x-selected-account-id must be the account of the API key")));
  EXPECT_EQ(error_of([&] { (void)nobody.list_model_groups(); }), ErrorCode::unauthenticated);
  EXPECT_EQ(error_of([&] { (void)nobody.find_model_group(missing_group); }),
            ErrorCode::unauthenticated);
}

TEST_F(ClientTest, SomebodyElsesRecordDoesNotExist) {
  const auto theirs = stranger.create_model_instance(test::an_instance());
  const auto group = a_group();

  EXPECT_EQ(client.find_model_instance(theirs.id), std::nullopt);
  EXPECT_EQ(failure_of([&] { client.add_model_instance(group.id, theirs.id); }),
            failure_of([&] { client.add_model_instance(group.id, missing_instance); }));
}

TEST_F(ClientTest, TheKeyIsInItsHeaderAlone) {
  client.create_model_group({.name = "n"});

  const Request& request = transport->sent.at(0);
  EXPECT_THAT(request.headers,
              testing::UnorderedElementsAre(Header{"accept", "application/json"},
                                            Header{"x-api-key", key.secret},
                                            Header{"x-selected-account-id", "acme"},
                                            Header{"content-type", "application/json"}));
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/v4/model-groups");
  EXPECT_EQ(request.body, R"({"name":"n","account_id":"acme"})");
}

TEST_F(ClientTest, OptionsThatCannotBeMeantAreRefusedByTheirNames) {
  const auto refused = [&](ClientOptions wrong) {
    std::vector<std::string> fields;
    for (const auto& violation : violations_of([&] { Client(transport, wrong); })) {
      fields.push_back(violation.field);
    }
    return fields;
  };

  EXPECT_THAT(violations_of([&] { Client(nullptr, options()); }),
              ElementsAre(IsViolation("transport", "missing")));
  EXPECT_THAT(refused({}), ElementsAre("api_key"));
  EXPECT_THAT(refused({.api_key = "k\r\nx-evil: 1"}), ElementsAre("api_key"));
  EXPECT_THAT(refused({.api_key = "k", .account_id = ""}), ElementsAre("account_id"));
  EXPECT_THAT(refused({.api_key = "k", .account_id = "a\nb"}), ElementsAre("account_id"));
  EXPECT_THAT(refused({.api_key = "k", .retry = {.most_retries = -1}}),
              ElementsAre("most_retries"));
  EXPECT_THAT(refused({.api_key = "k", .retry = {.first_delay = std::chrono::milliseconds(-1)}}),
              ElementsAre("first_delay"));
  EXPECT_THAT(refused({.api_key = "k", .retry = {.longest_delay = std::chrono::milliseconds(1)}}),
              ElementsAre("longest_delay"));
}

TEST_F(ClientTest, TheLargestRecordComesBackByteForByte) {
  std::string card;
  while (card.size() < max_text_bytes - 16) card += "a\r\n\t\"\\\x01 é🙂";
  card.append(max_text_bytes - card.size(), 'x');
  auto largest = test::a_full_instance();
  largest.model_card = card;
  largest.description = std::string(max_text_bytes, '\x1f').substr(0, max_text_bytes / 2);

  const auto model = client.create_model_instance(largest);

  EXPECT_EQ(model.model_card, card);
  EXPECT_EQ(session.get_model_instance(model.id), model);
  EXPECT_EQ(client.list_model_instances().items.at(0), model);
}

TEST_F(ClientTest, CopiesWorkInManyThreads) {
  const Client shared(in_process(registry), options());
  const auto group = a_group();
  test::in_threads(4, [&] {
    Client copy = shared;
    for (int i = 0; i < 20; ++i) {
      const auto model = copy.create_model_instance(test::an_instance());
      copy.add_model_instance(group.id, model.id);
    }
  });

  EXPECT_EQ(session.list_model_instances({}).total_item_count, 80);
}

TEST_F(ClientTest, WhatThePlatformsEditionDoesNotKnowIsRefusedAndNotSent) {
  const NewModelInstance gemini{.name = "n",
                                .model_type = ModelType::agent,
                                .model_vendor = ModelVendor::vertex_ai,
                                .display_name = "Gemini"};
  const auto model = client.create_model_instance({.name = "n", .model_type = ModelType::agent}).id;
  transport->sent.clear();

  EXPECT_THAT(violations_of([&] { (void)client.create_model_instance(gemini); }),
              ElementsAre(IsViolation("model_vendor", "enum"),
                          IsViolation("display_name", "extra_forbidden")));
  EXPECT_THAT(
      violations_of([&] { (void)client.update_model_instance(model, {.display_name = clear}); }),
      ElementsAre(IsViolation("display_name", "extra_forbidden")));
  EXPECT_TRUE(transport->sent.empty());
}

TEST_F(ClientTest, ThePlatformsEditionIsThatOfTheOptions) {
  auto told = options();
  told.edition = Edition::current;
  Client current(in_process(registry, {.edition = Edition::current}), told);

  const auto model = current.create_model_instance({.name = "n",
                                                    .model_type = ModelType::agent,
                                                    .model_vendor = ModelVendor::vertex_ai,
                                                    .display_name = "Gemini"});
  EXPECT_EQ(model.model_vendor, ModelVendor::vertex_ai);
  EXPECT_EQ(current.get_model_instance(model.id).display_name, "Gemini");
  EXPECT_EQ(client.get_model_instance(model.id).model_vendor, ModelVendor::other);
}

}  // namespace
}  // namespace modelreg
