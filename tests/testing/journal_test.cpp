#include "modelreg/testing/journal.hpp"

#include "modelreg/gtest.hpp"
#include "session_fixture.hpp"

namespace modelreg::testing {
namespace {

using test::error_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class JournalTest : public ::testing::Test {
 protected:
  std::vector<std::string> asked() {
    std::vector<std::string> texts;
    for (const auto& entry : registry.journal().entries()) texts.push_back(text_of(entry.call));
    return texts;
  }

  TestRegistry registry{Seed()
                            .group({.name = "Chat", .id = ModelGroupId("chat")})
                            .model({.name = "GPT",
                                    .model_type = ModelType::chat_completion,
                                    .id = ModelInstanceId("gpt")})};
  Session session = registry;
  Client client = registry.client();
  const ModelGroupId chat{"chat"};
  const ModelInstanceId gpt{"gpt"};
};

TEST_F(JournalTest, ACallIsTheSameByEitherDoor) {
  const auto ask = [&](auto& caller) {
    caller.create_model_group({.name = "g", .description = "d"});
    caller.update_model_group(chat, {.name = "Chat models", .description = clear});
    caller.add_model_instance(chat, gpt);
    (void)caller.get_model_instance(gpt);
    (void)caller.find_model_group(chat);
    ModelInstanceQuery query;
    query.model_group_id = chat;
    query.model_type = ModelType::agent;
    query.limit = 5;
    query.sort_by = {{"name"}, {"id", SortOrder::desc}};
    (void)caller.list_model_instances(query);
    for (const auto& group : caller.walk_model_groups()) (void)group;
    caller.create_model_deployment(gpt, {.name = "eu"});
    ModelDeploymentQuery deployments;
    deployments.model_instance_id = gpt;
    (void)caller.list_model_deployments(deployments);
  };
  ask(session);
  auto by_session = asked();
  by_session.erase(std::unique(by_session.begin(), by_session.end()), by_session.end());
  registry.reset();
  ask(client);

  EXPECT_EQ(asked(), by_session);
  EXPECT_EQ(by_session.at(0), R"(create_model_group({"description":"d","name":"g"}))");
  EXPECT_EQ(by_session.at(1),
            R"(update_model_group(chat, {"description":null,"name":"Chat models"}))");
  EXPECT_EQ(by_session.at(2), "add_model_instance(chat, gpt)");
}

TEST_F(JournalTest, AListIsNotedWithEveryFilter) {
  ModelInstanceQuery models;
  models.name = "GPT";
  models.name_contains = "g";
  models.model_vendor = ModelVendor::openai;
  models.base_model_id = "base";
  models.created_after = models.created_before = parse_timestamp("2024-01-01T00:00:00Z");
  models.with_total = false;
  ModelGroupQuery groups;
  groups.name = "Chat";
  groups.name_contains = "c";
  groups.sort_by = {{"name"}};
  (void)session.list_model_instances(models);
  (void)session.list_model_groups(groups);

  EXPECT_THAT(
      asked(),
      ElementsAre(
          R"(list_model_instances({"base_model_id":"base",)"
          R"("created_after":"2024-01-01T00:00:00.000000Z",)"
          R"("created_before":"2024-01-01T00:00:00.000000Z","model_vendor":"OPENAI",)"
          R"("name":"GPT","name_contains":"g","with_total":"false"}))",
          R"(list_model_groups({"name":"Chat","name_contains":"c","sort_by":["name:asc"]}))"));
}

TEST_F(JournalTest, ToCountAndToLookWhetherSomethingIsThereChangesNothing) {
  (void)session.count_model_groups();
  (void)session.count_model_instances();
  (void)session.count_model_deployments();
  (void)session.has_model_group(chat);

  EXPECT_EQ(asked().size(), 4U);
  EXPECT_EQ(registry.journal().changes().entries().size(), 0U);
}

TEST_F(JournalTest, EveryFilterOfASessionIsInItAndACountChangesNothing) {
  ModelGroupQuery groups;
  groups.name = "Chat";
  groups.with_total = false;
  (void)session.list_model_groups(groups);
  (void)session.count_model_groups({.name_contains = "a"});
  (void)session.has_model_group(chat);
  (void)session.count_model_instances(
      {.model_vendor = ModelVendor::cohere, .base_model_id = "b", .created_after = registry.now()});

  EXPECT_THAT(asked(),
              ElementsAre(R"(list_model_groups({"name":"Chat","with_total":"false"}))",
                          R"(count_model_groups({"name_contains":"a"}))", "get_model_group(chat)",
                          R"(count_model_instances({"base_model_id":"b","created_after":)"
                          R"("2026-01-01T00:00:00.000000Z","model_vendor":"COHERE"}))"));
  EXPECT_THAT(registry.journal().changes().entries(), ::testing::IsEmpty());
}

TEST_F(JournalTest, AnEntryHasTheOutcomeAndTheTime) {
  registry.advance(std::chrono::seconds(5));
  (void)error_of([&] { session.add_model_instance(chat, ModelInstanceId("none")); });
  registry.advance(std::chrono::seconds(5));
  session.add_model_instance(chat, gpt);

  const auto entries = registry.journal().entries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].status, 404);
  EXPECT_THAT(entries[0].error, HasSubstr("no such model instance"));
  EXPECT_EQ(entries[0].account_id, "acme");
  EXPECT_FALSE(entries[0].by_request);
  EXPECT_EQ(entries[1].status, 200);
  EXPECT_EQ(entries[1].at - entries[0].at, std::chrono::seconds(5));
}

TEST_F(JournalTest, ARequestIsOneEntryWithItsStatusAndWhatItWasToldAndNoKey) {
  (void)registry.send({.method = "GET", .target = "/v4/model-groups/none"});
  (void)client.find_model_group(chat);

  const auto entries = registry.journal().entries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_TRUE(entries[0].by_request);
  EXPECT_EQ(entries[0].status, 404);
  EXPECT_THAT(entries[0].error, HasSubstr("no such model group"));
  for (const auto& entry : entries) {
    EXPECT_THAT(text_of(entry.call) + entry.error + entry.account_id,
                Not(HasSubstr(registry.api_key())));
  }
}

TEST_F(JournalTest, AddedExactlyOnceAndNothingElseAsked) {
  client.add_model_instance(chat, gpt);

  EXPECT_EQ(registry.journal().difference_from({call(Operation::add_model_instance, chat, gpt)}),
            "");
  EXPECT_EQ(registry.journal().count(call(Operation::add_model_instance, chat, gpt)), 1U);
}

TEST_F(JournalTest, WhatWasNotAskedIsShownWithTheNearestCallAndItsDifference) {
  client.add_model_instance(chat, gpt);
  (void)client.get_model_group(chat);

  EXPECT_EQ(registry.journal().difference_from(
                {call(Operation::add_model_instance, chat, ModelInstanceId("gpt-4"))}),
            "not asked: add_model_instance(chat, gpt-4)\n"
            "  the nearest is add_model_instance(chat, gpt): its id 2 is `gpt` and not `gpt-4`\n"
            "asked beside: add_model_instance(chat, gpt), answered with 200\n"
            "asked beside: get_model_group(chat), answered with 200\n");
  EXPECT_THAT(registry.journal().difference_from({call(Operation::add_model_instance, chat, gpt),
                                                  call(Operation::add_model_instance, chat, gpt),
                                                  call(Operation::get_model_group, chat)}),
              HasSubstr("it is the same, and was asked less often"));
}

TEST_F(JournalTest, ArgumentsAreComparedWhereTheyAreGiven) {
  client.create_model_group({.name = "g"});

  EXPECT_EQ(registry.journal().difference_from({call(Operation::create_model_group)}), "");
  EXPECT_EQ(registry.journal().difference_from(
                {call(Operation::create_model_group, NewModelGroup{.name = "g"})}),
            "");
  EXPECT_THAT(registry.journal().difference_from(
                  {call(Operation::create_model_group, NewModelGroup{.name = "h"})}),
              HasSubstr(R"(its arguments are {"name":"g"} and not {"name":"h"})"));
}

TEST_F(JournalTest, ChangesAreWhatWasToChangeSomething) {
  (void)client.list_model_groups();
  client.delete_model_group(chat);
  (void)session.get_model_instance(gpt);

  EXPECT_EQ(
      registry.journal().changes().difference_from({call(Operation::delete_model_group, chat)}),
      "");
}

TEST_F(JournalTest, AFailedCallIsInItToo) {
  registry.fail(Fault::unavailable());
  client.add_model_instance(chat, gpt);

  EXPECT_EQ(registry.journal().count(call(Operation::add_model_instance, chat, gpt)), 2U);
  EXPECT_EQ(registry.journal().entries()[0].status, 503);
  registry.forget_journal();
  EXPECT_THAT(registry.journal().entries(), ::testing::IsEmpty());
}

TEST_F(JournalTest, StrictRefusesWhatNobodyExpects) {
  registry.strict({call(Operation::get_model_group, chat), call(Operation::list_model_groups)});

  EXPECT_EQ(session.get_model_group(chat).name, "Chat");
  EXPECT_EQ(client.list_model_groups().total_item_count, 1);
  EXPECT_NO_THROW(registry.verify());
  EXPECT_THROW(session.delete_model_group(chat), UnexpectedCall);
  EXPECT_THROW(client.delete_model_group(chat), UnexpectedCall);

  try {
    registry.verify();
    FAIL();
  } catch (const UnexpectedCall& unexpected) {
    EXPECT_STREQ(unexpected.what(),
                 "this call was not expected: delete_model_group(chat); the nearest that is "
                 "allowed is get_model_group(chat): it is another operation");
  }
  registry.reset();
  EXPECT_NO_THROW(registry.verify());
  session.delete_model_group(chat);
}

TEST_F(JournalTest, ARequestThatIsNoneOfTheContractsIsRefusedWhereItIsStrict) {
  registry.strict({});
  EXPECT_THROW(registry.send({.method = "GET", .target = "/v5/models"}), UnexpectedCall);
  EXPECT_THAT(asked(), ElementsAre());
}

TEST_F(JournalTest, ARequestThatIsNoneOfTheContractsIsKeptAsItIs) {
  (void)registry.send({.method = "GET", .target = "/v5/models"});

  EXPECT_THAT(asked(), ElementsAre("(GET /v5/models)"));
}

TEST_F(JournalTest, IdsAreDecodedAndOddRequestsKept) {
  (void)registry.send({.method = "GET", .target = "/v4/model-groups/a%2Fb%20c/"});
  (void)registry.send({.method = "PATCH", .target = "/v4/models/gpt", .body = "no json"});
  (void)registry.send({.method = "GET", .target = "/v4/models?sort_by=name:asc,id:desc&limit=2"});

  EXPECT_THAT(asked(),
              ElementsAre("get_model_group(a/b c)", R"(update_model_instance(gpt, "no json"))",
                          R"(list_model_instances({"limit":"2","sort_by":["name:asc",)"
                          R"("id:desc"]}))"));
}

}  // namespace
}  // namespace modelreg::testing
