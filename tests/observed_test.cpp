#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "session_fixture.hpp"

/// What `Options::around_call` is told of, and what it can do.
namespace modelreg {
namespace {

using test::error_of;
using testing::ElementsAre;

class ObservedTest : public testing::Test {
 protected:
  void around(const SessionCall& call, const std::function<void()>& work) {
    seen.emplace_back(to_string(call.operation));
    for (const auto& id : call.ids) seen.back() += " " + id;
    identity = call.identity;
    if (const auto* const* group = std::get_if<const NewModelGroup*>(&call.argument)) {
      name = (*group)->name;
    }
    before();
    work();
    after();
  }

  std::vector<std::string> seen;
  Identity identity;
  std::string name;
  std::function<void()> before = [] {};
  std::function<void()> after = [] {};
  Registry registry = Registry::in_memory(
      {.around_call = [this](const SessionCall& call, const std::function<void()>& work) {
        around(call, work);
      }});
  Session session = registry.session({.account_id = "acme", .user_id = "ada"});
  const ModelGroupId chat{"chat"};
  const ModelInstanceId gpt{"gpt"};
};

TEST_F(ObservedTest, ACallIsToldOfWithWhoAsksAndWhatWith) {
  session.create_model_group({.name = "Chat models", .id = chat});

  EXPECT_THAT(seen, ElementsAre("create_model_group"));
  EXPECT_EQ(identity, session.identity());
  EXPECT_EQ(name, "Chat models");
}

TEST_F(ObservedTest, EachCallIsToldOfOnceAndNotWhatItAsksItself) {
  session.create_model_group({.name = "Chat models", .id = chat});
  session.create_model_instance(
      {.name = "GPT", .model_type = ModelType::chat_completion, .id = gpt});
  session.add_model_instance(chat, gpt);
  session.create_model_deployment(gpt, {.name = "d"});
  seen.clear();

  session.update_model_group(chat, {.name = "Chat"});
  (void)session.find_model_group(chat);
  (void)session.get_model_instance(gpt, {ModelInstanceView::model_group});
  for (const auto& group : session.walk_model_groups(1)) (void)group;

  EXPECT_THAT(
      seen, ElementsAre("update_model_group chat", "get_model_group chat", "get_model_instance gpt",
                        "list_model_groups", "list_model_groups"));
}

TEST_F(ObservedTest, TheCallsOfATransactionAndOfHandleAreToldOf) {
  const auto key = registry.create_api_key(session.identity());
  session.transaction([&](Session& all) { all.create_model_group({.name = "n", .id = chat}); });
  (void)handle(
      registry,
      {.method = "GET", .target = "/v4/model-groups/chat", .headers = {{"x-api-key", key.secret}}});

  EXPECT_THAT(seen, ElementsAre("create_model_group", "get_model_group chat"));
}

TEST_F(ObservedTest, WhatItThrowsBeforeTheWorkStandsInItsPlace) {
  before = [] { throw Error(ErrorCode::busy, "on purpose"); };

  EXPECT_EQ(error_of([&] { session.create_model_group({.name = "n", .id = chat}); }),
            ErrorCode::busy);

  before = [] {};
  EXPECT_EQ(session.find_model_group(chat), std::nullopt);
}

TEST_F(ObservedTest, WhatItThrowsAfterTheWorkIsPassedOnAndTheWorkIsDone) {
  after = [] { throw Error(ErrorCode::outcome_unknown, "on purpose"); };

  EXPECT_EQ(error_of([&] { session.create_model_group({.name = "n", .id = chat}); }),
            ErrorCode::outcome_unknown);

  after = [] {};
  EXPECT_EQ(session.get_model_group(chat).name, "n");
}

TEST_F(ObservedTest, WhatItAsksItselfIsNotToldOf) {
  before = [this] { (void)session.list_model_groups(); };

  session.create_model_group({.name = "n", .id = chat});

  EXPECT_THAT(seen, ElementsAre("create_model_group"));
}

TEST(AroundCallTest, OneThatForgetsTheWorkIsAnError) {
  auto registry =
      Registry::in_memory({.around_call = [](const SessionCall&, const std::function<void()>&) {}});
  auto session = registry.session({.account_id = "acme", .user_id = "ada"});

  EXPECT_EQ(error_of([&] { (void)session.list_model_groups(); }), ErrorCode::storage);
}

}  // namespace
}  // namespace modelreg
