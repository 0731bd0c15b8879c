#include <deque>
#include <variant>

#include "client_fixture.hpp"
#include "examples/deployer.hpp"

/// When a client makes a request again, how long it waits before, and when it gives up.
namespace modelreg {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using test::error_of;
using test::failure_of;
using test::json_answer;
using testing::ElementsAre;
using testing::IsEmpty;

/// What becomes of a request: an answer, or none.
using Fate = std::variant<Response, Error>;

const Error not_sent(ErrorCode::unavailable, "nobody took the connection");
const Error lost(ErrorCode::outcome_unknown, "the connection broke");

const ModelGroup a_group{
    .name = "n", .id = ModelGroupId("g"), .account_id = "acme", .created_by_user_id = "u"};
const Response the_group = json_answer(200, to_json_text(a_group));
const Response deleted = json_answer(200, R"({"count":1,"success":true})");

Response refusal(int status, std::vector<Header> headers = {}) {
  Response answer = json_answer(status, R"({"detail":"no"})");
  answer.headers.insert(answer.headers.end(), headers.begin(), headers.end());
  return answer;
}
Response of_a_proxy(int status, std::vector<Header> headers = {}) {
  return {.status = status, .headers = std::move(headers), .body = "<html></html>"};
}

/// A client whose requests meet `fates`, one after the other, and whose clock only its waits move.
class ClientRetryTest : public testing::Test {
 protected:
  void meets(std::deque<Fate> fates) {
    fates_ = std::move(fates);
    transport->sent.clear();
    waits.clear();
  }

  std::vector<milliseconds> waits;
  Timestamp now = *parse_timestamp("2026-11-25T08:00:00Z");
  RetryOptions retry{.now = [this] { return now; },
                     .sleep =
                         [this](milliseconds wait) {
                           waits.push_back(wait);
                           now += wait;
                         },
                     .chance = [] { return 0.0; }};
  std::shared_ptr<test::Scripted> transport =
      std::make_shared<test::Scripted>([this](const Request&) { return next(); });

  Client client() { return {transport, {.api_key = "k", .account_id = "acme", .retry = retry}}; }

  std::optional<ErrorCode> get() {
    return error_of([&] { (void)client().get_model_group(a_group.id); });
  }
  std::optional<ErrorCode> create() {
    return error_of([&] { client().create_model_group({.name = "n"}); });
  }
  std::optional<ErrorCode> update() {
    return error_of([&] { client().update_model_group(a_group.id, {.name = "n"}); });
  }
  std::optional<ErrorCode> erase() {
    return error_of([&] { client().delete_model_group(a_group.id); });
  }
  std::size_t tries() const { return transport->sent.size(); }

 private:
  Response next() {
    if (fates_.empty()) throw std::logic_error("a request too many");
    const Fate fate = fates_.front();
    fates_.pop_front();
    if (const auto* const error = std::get_if<Error>(&fate)) throw *error;
    return std::get<Response>(fate);
  }

  std::deque<Fate> fates_;
};

TEST_F(ClientRetryTest, ThreeTriesAreMadeAndThenTheLastErrorIsThrown) {
  meets({refusal(503), refusal(500), refusal(429)});

  EXPECT_EQ(get(), ErrorCode::busy);
  EXPECT_EQ(tries(), 3U);
  EXPECT_THAT(waits, ElementsAre(500ms, 1000ms));
}

TEST_F(ClientRetryTest, EveryTryIsTheSameRequest) {
  meets({refusal(503), the_group});

  EXPECT_EQ(client().create_model_group({.name = "n"}), a_group);
  ASSERT_EQ(tries(), 2U);
  EXPECT_EQ(to_json_text(transport->sent[0]), to_json_text(transport->sent[1]));
}

TEST_F(ClientRetryTest, ChanceTakesUpToAQuarterOfEachDelayWhichDoublesUntilTheLongest) {
  retry.most_retries = 7;
  retry.chance = [] { return 1.0; };
  meets(std::deque<Fate>(8, refusal(503)));

  EXPECT_EQ(get(), ErrorCode::busy);
  EXPECT_THAT(waits, ElementsAre(375ms, 750ms, 1500ms, 3000ms, 6000ms, 6000ms, 6000ms));
}

TEST_F(ClientRetryTest, WithoutAChanceOfItsOwnTheDelayIsRandom) {
  retry.chance = {};
  retry.most_retries = 1;
  std::vector<milliseconds> all;
  for (int i = 0; i < 20; ++i) {
    meets({refusal(503), the_group});
    EXPECT_EQ(get(), std::nullopt);
    ASSERT_THAT(waits, ElementsAre(testing::AllOf(testing::Ge(375ms), testing::Le(500ms))));
    all.push_back(waits.front());
  }
  EXPECT_THAT(all, testing::Contains(testing::Ne(all.front())));
}

TEST_F(ClientRetryTest, WithoutASleepOfItsOwnTheThreadWaits) {
  retry = {.first_delay = 20ms};
  meets({refusal(503), the_group});

  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(get(), std::nullopt);
  EXPECT_GE(std::chrono::steady_clock::now() - start, 15ms);
}

TEST_F(ClientRetryTest, NoneIsMadeAgainWhereNoRetriesAreWanted) {
  retry.most_retries = 0;
  meets({refusal(503)});

  EXPECT_EQ(get(), ErrorCode::busy);
  EXPECT_THAT(waits, IsEmpty());
}

/// Which requests are made again after what.
struct Again {
  Fate fate;
  bool if_safe;      ///< Those that read, update or delete.
  bool if_creating;  ///< Those that create.
};

TEST_F(ClientRetryTest, ARequestIsMadeAgainWhereThatCanDoNoHarm) {
  const std::vector<Again> cases{
      {refusal(400), false, false},
      {refusal(401), false, false},
      {refusal(403), false, false},
      {refusal(422), false, false},
      {refusal(405), false, false},
      {refusal(302), false, false},
      {refusal(408), true, false},
      {refusal(409), true, true},
      {refusal(429), true, true},
      {refusal(500), true, false},
      {of_a_proxy(502), true, false},
      {of_a_proxy(503), true, false},
      {of_a_proxy(503, {{"Retry-After", "1"}}), true, true},
      {refusal(503), true, true},
      {of_a_proxy(504), true, false},
      {lost, true, false},
      {not_sent, true, true},
      {refusal(409, {{"X-Should-Retry", "false"}}), false, false},
      {refusal(503, {{"x-should-retry", "false"}}), false, false},
      {refusal(500, {{"x-should-retry", "true"}}), true, true},
      {refusal(422, {{"x-should-retry", "true"}}), true, true},
      {refusal(500, {{"x-should-retry", "perhaps"}}), true, false},
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto& [fate, if_safe, if_creating] = cases[i];
    meets({fate, the_group});
    EXPECT_EQ(!get(), if_safe) << i;
    meets({fate, the_group});
    EXPECT_EQ(!update(), if_safe) << i;
    meets({fate, deleted});
    EXPECT_EQ(!erase(), if_safe) << i;
    meets({fate, the_group});
    EXPECT_EQ(!create(), if_creating) << i;
    EXPECT_EQ(tries(), if_creating ? 2U : 1U) << i;
  }
}

TEST_F(ClientRetryTest, ARecordThatIsNotThereIsNotAskedForAgain) {
  meets({refusal(404)});

  EXPECT_EQ(get(), ErrorCode::not_found);
  EXPECT_EQ(tries(), 1U);
}

TEST_F(ClientRetryTest, AnAnswerThatNobodyUnderstandsIsNotAskedForAgain) {
  meets({of_a_proxy(200)});

  EXPECT_EQ(get(), ErrorCode::unexpected_answer);
  EXPECT_EQ(tries(), 1U);
}

TEST_F(ClientRetryTest, ItWaitsAsLongAsTheAnswerAsks) {
  const std::vector<std::pair<Header, milliseconds>> asked{
      {{"retry-after", "2"}, 2000ms},
      {{"Retry-After", " 0 "}, 0ms},
      {{"retry-after", "1.5"}, 1500ms},
      {{"retry-after-ms", "20"}, 20ms},
      {{"retry-after-ms", "20.2"}, 21ms},
      {{"retry-after", "Wed, 25 Nov 2026 08:00:07 GMT"}, 7000ms},
      {{"retry-after", "Wednesday, 25-Nov-26 08:00:07 GMT"}, 7000ms},
      {{"retry-after", "Wed Nov 25 08:00:07 2026"}, 7000ms},
      {{"retry-after", "Wed, 25 Nov 2026 07:59:00 GMT"}, 0ms},
      {{"retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"}, 0ms},
  };
  const auto start = now;
  for (const auto& [header, wait] : asked) {
    now = start;
    meets({refusal(429, {header}), the_group});
    EXPECT_EQ(create(), std::nullopt) << header.value;
    EXPECT_THAT(waits, ElementsAre(wait)) << header.value;
  }
}

TEST_F(ClientRetryTest, MillisecondsAreTakenBeforeSeconds) {
  meets({refusal(429, {{"retry-after", "3"}, {"retry-after-ms", "250"}}), the_group});

  EXPECT_EQ(get(), std::nullopt);
  EXPECT_THAT(waits, ElementsAre(250ms));
}

TEST_F(ClientRetryTest, WhatAsksForNothingThatCanBeUnderstoodIsPassedOver) {
  for (const char* value :
       {"", "soon", "-1", "nan", "inf", "1e999", "1,5", "2 s", "Wed, 25 Nov 2026", "0x10",
        "Wed, 31 Nov 2026 08:00:07 GMT", "Wed, 25 Nov 2026 24:00:07 GMT",
        "Wed, 25 Nov 2026 08:00:07 CET", "Wed, 25 Now 2026 08:00:07 GMT",
        "Wed, 25 Nov 026 08:00:07 GMT", "Wed, -5 Nov 2026 08:00:-7 GMT",
        "99999999999999999999999 Nov 2026 08:00:07 GMT"}) {
    meets({refusal(429, {{"retry-after", value}}), the_group});
    EXPECT_EQ(get(), std::nullopt) << value;
    EXPECT_THAT(waits, ElementsAre(500ms)) << value;
  }
}

TEST_F(ClientRetryTest, WhatWouldBeAfterTheDeadlineIsNotWaitedFor) {
  retry.deadline = 10s;
  for (const char* value : {"11", "10.001", "1e18", "9999999999999999999",
                            "Wed, 25 Nov 2026 08:00:11 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"}) {
    meets({refusal(429, {{"retry-after", value}})});
    EXPECT_EQ(get(), ErrorCode::busy) << value;
    EXPECT_THAT(waits, IsEmpty()) << value;
  }
  meets({refusal(429, {{"retry-after", "10"}}), the_group});
  EXPECT_EQ(get(), std::nullopt);
}

TEST_F(ClientRetryTest, TheDeadlineIsOfTheWholeCall) {
  retry.deadline = 1400ms;
  meets({refusal(503), refusal(503)});
  EXPECT_EQ(get(), ErrorCode::busy);
  EXPECT_THAT(waits, ElementsAre(500ms));

  meets({refusal(503),
         json_answer(200, R"({"name":"m","model_type":"AGENT","model_group_id":"g",)"
                          R"("id":"m","created_at":"2024-02-29T12:00:00Z",)"
                          R"("account_id":"a","created_by_user_id":"u",)"
                          R"("request_schema":{},"response_schema":{},)"
                          R"("deployment_count":0,"supports_multi_turn":true})"),
         refusal(503), refusal(503)});
  EXPECT_EQ(error_of([&] { client().remove_model_instance(a_group.id, ModelInstanceId("m")); }),
            ErrorCode::busy);
  EXPECT_THAT(waits, ElementsAre(500ms, 500ms));
}

TEST_F(ClientRetryTest, NoOptionIsTooLarge) {
  retry.deadline = milliseconds::max();
  retry.first_delay = milliseconds::max();
  retry.longest_delay = milliseconds::max();
  meets({refusal(503), the_group});
  EXPECT_EQ(get(), std::nullopt);

  retry.deadline = milliseconds::min();
  meets({refusal(503)});
  EXPECT_EQ(get(), ErrorCode::busy);
}

TEST_F(ClientRetryTest, WhatIsReadIsUnavailableIfItsAnswerIsLostEachTime) {
  meets({lost, lost, lost});
  EXPECT_EQ(failure_of([&] { (void)client().get_model_group(a_group.id); }),
            std::pair(std::optional(ErrorCode::unavailable), std::string("the connection broke")));

  meets({not_sent, not_sent, not_sent});
  EXPECT_EQ(get(), ErrorCode::unavailable);
}

TEST_F(ClientRetryTest, ACreationWhoseAnswerIsLostIsNotMadeTwice) {
  meets({not_sent, lost});

  EXPECT_EQ(create(), ErrorCode::outcome_unknown);
  EXPECT_EQ(tries(), 2U);
}

TEST_F(ClientRetryTest, AChangeThatWasNeverSentIsNotInDoubt) {
  meets({not_sent, not_sent, not_sent});
  EXPECT_EQ(update(), ErrorCode::unavailable);

  meets({not_sent, refusal(401)});
  EXPECT_EQ(update(), ErrorCode::unauthenticated);
}

TEST_F(ClientRetryTest, ARefusalAfterALostAnswerLeavesTheChangeInDoubt) {
  for (const auto& last : {refusal(401), refusal(403), refusal(422), of_a_proxy(404)}) {
    meets({lost, last});
    EXPECT_EQ(update(), ErrorCode::outcome_unknown) << last.status;
    meets({refusal(500), last});
    EXPECT_EQ(erase(), ErrorCode::outcome_unknown) << last.status;
  }
  meets({lost, refusal(429), refusal(429)});
  EXPECT_EQ(update(), ErrorCode::outcome_unknown);
  meets({lost, refusal(401)});
  EXPECT_EQ(get(), ErrorCode::unauthenticated);
  meets({lost, refusal(404)});
  EXPECT_EQ(update(), ErrorCode::not_found);
}

TEST_F(ClientRetryTest, ADeletionThatIsMadeAgainIsDoneIfTheRecordIsGone) {
  meets({lost, refusal(404)});
  EXPECT_EQ(erase(), std::nullopt);

  meets({refusal(404)});
  EXPECT_EQ(erase(), ErrorCode::not_found);
  meets({refusal(429), refusal(404)});
  EXPECT_EQ(erase(), ErrorCode::not_found);
  meets({not_sent, refusal(404)});
  EXPECT_EQ(erase(), ErrorCode::not_found);
}

TEST_F(ClientRetryTest, WhatElseATransportThrowsIsPassedOn) {
  meets({Error(ErrorCode::forbidden, "no network for you")});

  EXPECT_EQ(get(), ErrorCode::forbidden);
  EXPECT_EQ(tries(), 1U);
  EXPECT_THROW((void)get(), std::logic_error);  // nothing is left
}

/// What is done before the answer is lost is done once.
TEST(ClientLostAnswerTest, AnAdditionIsMadeAgainAndTheInstanceIsInTheGroupOnce) {
  auto registry = Registry::in_memory();
  auto session = registry.session({.account_id = "acme", .user_id = "ada"});
  const auto key = registry.create_api_key(session.identity());
  const auto group = session.create_model_group({.name = "n"});
  const auto model = session.create_model_instance(test::an_instance());
  int answers_lost = 0;
  const auto losing = std::make_shared<test::Scripted>([&](const Request& request) {
    auto answer = handle(registry, request);
    if (++answers_lost <= 2) throw lost;
    return answer;
  });
  Client client(
      losing,
      {.api_key = key.secret, .account_id = "acme", .retry = {.sleep = [](milliseconds) {}}});

  EXPECT_EQ(client.add_model_instance(group.id, model.id).model_group_id, group.id);
  EXPECT_EQ(losing->sent.size(), 3U);
  ModelInstanceQuery in_group;
  in_group.model_group_id = group.id;
  EXPECT_EQ(session.list_model_instances(in_group).total_item_count, 1);

  answers_lost = 0;
  client.delete_model_group(group.id);
  EXPECT_EQ(session.find_model_group(group.id), std::nullopt);
}

/// The application of `examples/`, whose every other answer is lost.
TEST(ClientLostAnswerTest, ADeployerDoublesNothing) {
  auto registry = Registry::in_memory();
  auto session = registry.session({.account_id = "acme", .user_id = "ada"});
  const auto key = registry.create_api_key(session.identity());
  int sent = 0;
  const auto losing = std::make_shared<test::Scripted>([&](const Request& request) {
    auto answer = handle(registry, request);
    if (++sent % 2 == 0) throw lost;
    return answer;
  });
  std::vector<std::string> steps;
  deployer::Deployer deployer(Client(losing, {.api_key = key.secret,
                                              .account_id = "acme",
                                              .retry = {.sleep = [](milliseconds) {}}}),
                              [&](std::string_view step) { steps.emplace_back(step); });

  const auto first = deployer.deploy("chat", test::an_instance());
  EXPECT_EQ(deployer.deploy("chat", test::an_instance()), first);
  EXPECT_THAT(steps, ElementsAre("group", "model", "membership", "group", "model", "membership"));
  EXPECT_EQ(session.list_model_groups().total_item_count, 1);
  EXPECT_EQ(session.list_model_instances().total_item_count, 1);
}

}  // namespace
}  // namespace modelreg
