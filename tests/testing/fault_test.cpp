#include "modelreg/testing/fault.hpp"

#include <nlohmann/json.hpp>
#include <ostream>

#include "modelreg/gtest.hpp"
#include "session_fixture.hpp"

namespace modelreg::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::error_of;
using ::testing::HasSubstr;

/// What a fault is by each door. The client makes nothing again.
struct Case {
  const char* name;
  Fault fault;
  int status;  // of the answer; 0 for silence
  std::optional<ErrorCode> session_reads;
  std::optional<ErrorCode> session_changes;
  std::optional<ErrorCode> client_reads;
  std::optional<ErrorCode> client_changes;
  bool done = false;  // whether the change is made

  friend void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }
};

using enum ErrorCode;

const Case cases[] = {
    {"Unauthenticated", Fault::unauthenticated(), 401, unauthenticated, unauthenticated,
     unauthenticated, unauthenticated},
    {"Forbidden", Fault::forbidden(), 403, forbidden, forbidden, forbidden, forbidden},
    {"NotFound", Fault::not_found(), 404, not_found, not_found, not_found, not_found},
    {"Conflict", Fault::conflict(), 409, conflict, conflict, conflict, conflict},
    {"Invalid", Fault::invalid(), 422, invalid_argument, invalid_argument, invalid_argument,
     invalid_argument},
    {"RateLimited", Fault::rate_limited(seconds(2)), 429, busy, busy, busy, busy},
    {"ServerError", Fault::server_error(), 500, storage, storage, unavailable, outcome_unknown},
    {"BadGateway", Fault::bad_gateway(), 502, unavailable, unavailable, unavailable,
     outcome_unknown},
    {"Unavailable", Fault::unavailable(), 503, busy, busy, busy, busy},
    {"Timeout", Fault::timeout(), 0, unavailable, outcome_unknown, unavailable, outcome_unknown},
    {"Delay", Fault::delay(seconds(3)), 200, {}, {}, {}, {}, true},
    {"RealDelay", Fault::real_delay(milliseconds(1)), 200, {}, {}, {}, {}, true},
    {"TornBody", Fault::torn_body(), 200, unexpected_answer, unexpected_answer, unexpected_answer,
     unexpected_answer, true},
    {"LostAnswer", Fault::lost_answer(), 0, unavailable, outcome_unknown, unavailable,
     outcome_unknown, true},
    {"Busy", Fault::busy(), 503, busy, busy, busy, busy},
    {"OutcomeUnknown", Fault::outcome_unknown(), 500, ErrorCode::outcome_unknown,
     ErrorCode::outcome_unknown, unavailable, ErrorCode::outcome_unknown},
    {"OutcomeUnknownAfterTheWork", Fault::outcome_unknown().after_work(), 500,
     ErrorCode::outcome_unknown, ErrorCode::outcome_unknown, unavailable,
     ErrorCode::outcome_unknown, true},
    {"ServerErrorAfterTheWork", Fault::server_error().after_work(), 500, storage, storage,
     unavailable, ErrorCode::outcome_unknown, true},
    {"DiskFull", Fault::disk_full(), 500, storage, storage, unavailable,
     ErrorCode::outcome_unknown},
};

class FaultTest : public ::testing::TestWithParam<Case> {
 protected:
  Client patient_client() {
    auto options = registry.client_options();
    options.retry.most_retries = 0;
    return registry.client(options);
  }
  std::int64_t groups() { return session.list_model_groups().total_item_count; }

  TestRegistry registry{Seed().group({.name = "g", .id = ModelGroupId("g")})};
  Session session = registry;
  const ModelGroupId id{"g"};
};

TEST_P(FaultTest, ARequestIsAnsweredWithIt) {
  registry.fail(GetParam().fault);
  const Request request{.method = "GET", .target = "/v4/model-groups/g"};
  if (GetParam().status == 0) {
    EXPECT_EQ(error_of([&] { registry.send(request); }), ErrorCode::outcome_unknown);
  } else {
    EXPECT_EQ(registry.send(request).status, GetParam().status);
  }
  EXPECT_EQ(registry.send(request).status, 200);
}

TEST_P(FaultTest, ASessionThrowsTheErrorOfIt) {
  registry.fail(GetParam().fault);
  EXPECT_EQ(error_of([&] { (void)session.get_model_group(id); }), GetParam().session_reads);
  registry.fail(GetParam().fault);
  EXPECT_EQ(error_of([&] { session.create_model_group({.name = "h"}); }),
            GetParam().session_changes);

  EXPECT_EQ(groups(), GetParam().done ? 2 : 1);
}

TEST_P(FaultTest, AClientThrowsTheErrorOfItsAnswer) {
  Client client = patient_client();
  registry.fail(GetParam().fault);
  EXPECT_EQ(error_of([&] { (void)client.get_model_group(id); }), GetParam().client_reads);
  registry.fail(GetParam().fault);
  EXPECT_EQ(error_of([&] { client.create_model_group({.name = "h"}); }), GetParam().client_changes);

  EXPECT_EQ(groups(), GetParam().done ? 2 : 1);
}

INSTANTIATE_TEST_SUITE_P(Every, FaultTest, ::testing::ValuesIn(cases),
                         [](const auto& test) { return test.param.name; });

class FaultPlanTest : public ::testing::Test {
 protected:
  /// Which of so many calls fail.
  std::string outcomes(int calls) {
    std::string text;
    for (int i = 0; i < calls; ++i) {
      const bool failed = error_of([&] { (void)session.list_model_groups(); }).has_value();
      text += failed ? 'x' : '.';
    }
    return text;
  }

  TestRegistry registry;
  Session session = registry;
};

TEST_F(FaultPlanTest, TheNextCallFailsUnlessItIsSaidOtherwise) {
  registry.fail(Fault::busy());
  EXPECT_EQ(outcomes(4), "x...");
}

TEST_F(FaultPlanTest, TheNthCallFails) {
  registry.fail(Fault::busy(), {.first = 3});
  EXPECT_EQ(outcomes(5), "..x..");
}

TEST_F(FaultPlanTest, SoManyCallsFail) {
  registry.fail(Fault::busy(), {.first = 2, .calls = 3});
  EXPECT_EQ(outcomes(6), ".xxx..");
}

TEST_F(FaultPlanTest, EveryCallFailsUntilItIsHealed) {
  registry.fail(Fault::busy(), {.calls = every_call});
  EXPECT_EQ(outcomes(6), "xxxxxx");
  registry.heal();
  EXPECT_EQ(outcomes(2), "..");
}

TEST_F(FaultPlanTest, AShareOfTheCallsFailsTheSameOnesAtEachRun) {
  registry.fail(Fault::busy(), {.share = 0.3, .seed = 7});
  const auto first = outcomes(200);
  registry.heal();
  registry.fail(Fault::busy(), {.share = 0.3, .seed = 7});
  EXPECT_EQ(outcomes(200), first);
  registry.heal();
  registry.fail(Fault::busy(), {.share = 0.3, .seed = 8});
  EXPECT_NE(outcomes(200), first);
  const auto failed = std::count(first.begin(), first.end(), 'x');
  EXPECT_GT(failed, 40);
  EXPECT_LT(failed, 80);
}

TEST_F(FaultPlanTest, NoneOrAllOfTheCallsIsAShareToo) {
  registry.fail(Fault::busy(), {.share = 0});
  EXPECT_EQ(outcomes(20), std::string(20, '.'));
  registry.fail(Fault::busy(), {.share = 1});
  EXPECT_EQ(outcomes(20), std::string(20, 'x'));
}

TEST_F(FaultPlanTest, OneOperationFailsByEitherDoor) {
  registry.fail(Fault::busy(), {.of = Operation::create_model_group, .first = 2, .calls = 2});
  EXPECT_EQ(outcomes(3), "...");
  session.create_model_group({.name = "g"});
  EXPECT_EQ(error_of([&] { session.create_model_group({.name = "g"}); }), ErrorCode::busy);
  EXPECT_EQ(registry.send({.method = "POST", .target = "/v4/model-groups"}).status, 503);
  EXPECT_EQ(registry.send({.method = "POST", .target = "/v4/model-groups"}).status, 422);
}

TEST_F(FaultPlanTest, OfSeveralPlansTheFirstThatWantsACallHasIt) {
  registry.fail(Fault::conflict(), {.calls = 1});
  registry.fail(Fault::busy(), {.first = 1, .calls = 2});
  EXPECT_EQ(error_of([&] { (void)session.list_model_groups(); }), ErrorCode::conflict);
  EXPECT_EQ(error_of([&] { (void)session.list_model_groups(); }), ErrorCode::busy);
  EXPECT_EQ(outcomes(1), ".");
}

TEST_F(FaultPlanTest, APlanThatCanHitNoCallIsRefused) {
  const auto refused = [&](When when) {
    return error_of([&] { registry.fail(Fault::busy(), when); }) == ErrorCode::invalid_argument;
  };
  EXPECT_TRUE(refused({.first = 0}));
  EXPECT_TRUE(refused({.calls = 0}));
  EXPECT_TRUE(refused({.share = 1.5}));
  EXPECT_TRUE(refused({.share = -0.1}));
}

TEST_F(FaultPlanTest, RateLimitedSaysWhenToComeAgain) {
  registry.fail(Fault::rate_limited(seconds(2)));
  const auto response = registry.send({.method = "GET", .target = "/v4/models"});
  EXPECT_THAT(response.headers, ::testing::Contains(Header{"retry-after", "2"}));
}

TEST_F(FaultPlanTest, AClientComesAgainWhenItWasTold) {
  const auto before = registry.now();
  registry.fail(Fault::rate_limited(seconds(2)));
  (void)registry.client().list_model_groups();
  EXPECT_EQ(registry.now() - before, seconds(2));
}

TEST_F(FaultPlanTest, ADelayMovesTheClockAndARealOneTakesTime) {
  const auto before = registry.now();
  registry.fail(Fault::delay(seconds(3)));
  EXPECT_EQ(outcomes(1), ".");
  EXPECT_EQ(registry.now() - before, seconds(3));

  const auto start = std::chrono::steady_clock::now();
  registry.fail(Fault::real_delay(milliseconds(20)));
  EXPECT_EQ(outcomes(1), ".");
  EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(20));
  EXPECT_EQ(registry.now() - before, seconds(3));
}

TEST_F(FaultPlanTest, TheBodiesAreWhatTheyAreSaidToBe) {
  const Request request{.method = "GET", .target = "/v4/models"};
  registry.fail(Fault::bad_gateway());
  const auto html = registry.send(request);
  EXPECT_THAT(html.headers, ::testing::Contains(Header{"content-type", "text/html"}));
  EXPECT_THAT(html.body, HasSubstr("<html>"));

  registry.fail(Fault::torn_body());
  const auto torn = registry.send(request);
  const auto whole = registry.send(request);
  EXPECT_EQ(whole.body.substr(0, whole.body.size() / 2), torn.body);
  EXPECT_FALSE(nlohmann::json::accept(torn.body));

  registry.fail(Fault::invalid());
  const auto invalid = from_json_text<Refused>(registry.send(request).body);
  ASSERT_EQ(invalid.violations.size(), 1U);
  EXPECT_EQ(invalid.violations[0].field, "name");
}

TEST_F(FaultPlanTest, DiskFullHasTheCodeOfSqlite) {
  registry.fail(Fault::disk_full());
  try {
    (void)session.list_model_groups();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.sqlite_code(), 13);
  }
}

TEST_F(FaultPlanTest, ACallInATransactionFailsAndTakesItBack) {
  registry.fail(Fault::disk_full(), {.of = Operation::create_model_group, .first = 2});

  EXPECT_EQ(error_of([&] {
              session.transaction([](Session& all) {
                all.create_model_group({.name = "one"});
                all.create_model_group({.name = "two"});
              });
            }),
            ErrorCode::storage);

  EXPECT_EQ(session.list_model_groups().total_item_count, 0);
}

}  // namespace
}  // namespace modelreg::testing
