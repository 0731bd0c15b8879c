#include "modelreg/gtest.hpp"

#include <set>
#include <thread>

#include "session_fixture.hpp"

namespace modelreg::testing {
namespace {

using std::chrono::hours;
using test::error_of;

const std::string first_id = "00000000-0000-4000-8000-000000000001";

NewModelInstance a_model(std::string name) {
  return {.name = std::move(name), .model_type = ModelType::chat_completion};
}

TEST(TestRegistryTest, IdsCountAndTheClockStandsStill) {
  TestRegistry registry;
  Session session = registry;

  const auto group = session.create_model_group({.name = "g"});
  const auto model = session.create_model_instance(a_model("m"));

  EXPECT_EQ(group.id.str(), first_id);
  EXPECT_EQ(model.id.str(), "00000000-0000-4000-8000-000000000002");
  EXPECT_EQ(to_string(model.created_at), "2026-01-01T00:00:00.000000Z");
  EXPECT_EQ(model.created_at, group.created_at);
  EXPECT_EQ(group.account_id, "acme");
  EXPECT_EQ(group.created_by_user_id, "ada");
}

TEST(TestRegistryTest, TheClockMovesWhenItIsTold) {
  TestRegistry registry;
  registry.advance(hours(2));
  EXPECT_EQ(to_string(registry.session().create_model_group({.name = "g"}).created_at),
            "2026-01-01T02:00:00.000000Z");

  const auto later = *parse_timestamp("2030-05-01T00:00:00Z");
  registry.set(later);

  EXPECT_EQ(registry.now(), later);
  EXPECT_EQ(registry.session().create_model_group({.name = "g"}).created_at, later);
}

TEST(TestRegistryTest, SeededIdsAreRandomUuidsAndTheSameAtEachRun) {
  const auto ids_of = [](std::uint64_t seed) {
    TestRegistry registry(TestOptions{.id_seed = seed});
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i) {
      ids.push_back(registry.session().create_model_group({.name = "g"}).id.str());
    }
    return ids;
  };

  EXPECT_EQ(ids_of(7), ids_of(7));
  EXPECT_NE(ids_of(7), ids_of(8));
  EXPECT_THAT(ids_of(7), ::testing::Each(::testing::MatchesRegex(
                             "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
                             "[0-9a-f]{12}")));
}

TEST(TestRegistryTest, ItIsARegistryASessionAndAClientOfOneAccount) {
  TestRegistry test_registry;
  Registry& registry = test_registry;
  Session session = test_registry;
  Client client = test_registry.client();

  const auto group = client.create_model_group({.name = "g"});

  EXPECT_EQ(session.get_model_group(group.id), group);
  EXPECT_EQ(registry.authenticate(test_registry.api_key()).identity(), test_registry.identity());
}

TEST(TestRegistryTest, AFieldThatTheContractDoesNotNameIsRefused) {
  TestRegistry registry;
  const Request request{.method = "POST",
                        .target = "/v4/model-groups",
                        .body = R"({"name": "g", "account_id": "acme", "nmae": "x"})"};

  EXPECT_EQ(registry.send(request).status, 422);
  TestRegistry lenient(TestOptions{.handle = {}});
  EXPECT_EQ(lenient.send(request).status, 200);
}

TEST(TestRegistryTest, TheIdentityIsAsTheOptionsSay) {
  TestRegistry registry(TestOptions{.identity = {.account_id = "a", .user_id = "u"}});

  const auto group = registry.client().create_model_group({.name = "g"});

  EXPECT_EQ(group.account_id, "a");
  EXPECT_EQ(group.created_by_user_id, "u");
}

TEST(TestRegistryTest, ResetReturnsToTheSeedWithClockIdsFaultsAndJournal) {
  TestRegistry registry(Seed().group({.name = "g"}));
  Session session = registry;
  const auto before = session.list_model_groups();
  for (int times = 0; times < 2; ++times) {
    const auto made = session.create_model_group({.name = "another"});
    EXPECT_EQ(made.id.str(), "00000000-0000-4000-8000-000000000002");
    registry.advance(hours(1));
    registry.fail(Fault::busy());

    registry.reset();

    EXPECT_EQ(session.list_model_groups(), before);
    EXPECT_EQ(to_string(registry.now()), "2026-01-01T00:00:00.000000Z");
    EXPECT_EQ(registry.journal().entries().size(), 1U);
  }
}

TEST(TestRegistryTest, ClearLeavesNothingButTheKeyAndResetStillReturnsToTheSeed) {
  TestRegistry registry(Seed().group({.name = "g"}, {a_model("m")}).key("laptop"));
  Client client = registry.client();

  registry.clear();

  EXPECT_EQ(client.list_model_groups().total_item_count, 0);
  EXPECT_EQ(client.list_model_instances().total_item_count, 0);
  EXPECT_EQ(registry.registry().list_api_keys().size(), 1U);
  client.create_model_group({.name = "new"});

  registry.reset();

  EXPECT_EQ(client.list_model_groups().items.at(0).name, "g");
  EXPECT_EQ(client.list_model_groups().total_item_count, 1);
  EXPECT_EQ(registry.registry().list_api_keys().size(), 2U);
}

TEST(TestRegistryTest, AnotherSeedTakesThePlaceOfTheFirst) {
  TestRegistry registry(Seed().group({.name = "g"}));

  registry.seed(Seed().model(a_model("m")));

  EXPECT_EQ(registry.session().list_model_groups().total_item_count, 0);
  EXPECT_EQ(registry.session().list_model_instances().total_item_count, 1);
  registry.session().create_model_group({.name = "g"});
  registry.reset();
  EXPECT_EQ(registry.session().list_model_groups().total_item_count, 0);
}

TEST(TestRegistryTest, SessionsAndClientsStayGoodWhenItIsMovedAndGone) {
  std::optional<TestRegistry> first(std::in_place);
  Session session = *first;
  Client client = first->client();
  auto group = session.create_model_group({.name = "g"});
  {
    TestRegistry second = std::move(*first);
    first.reset();
    EXPECT_EQ(second.session().get_model_group(group.id), group);
  }

  EXPECT_EQ(session.create_model_group({.name = "h"}).id.str().back(), '2');
  EXPECT_EQ(client.get_model_group(group.id), group);
}

TEST(TestRegistryTest, TwoWithOneSeedShareNothing) {
  const auto seed = Seed().group({.name = "g"});
  TestRegistry one(seed);
  TestRegistry two(seed);

  one.session().delete_model_group(ModelGroupId(first_id));

  EXPECT_EQ(two.session().list_model_groups().total_item_count, 1);
}

TEST(TestRegistryTest, AnyNumberRunsInThreads) {
  Seed seed;
  for (int i = 0; i < 20; ++i) seed.model(a_model("m" + std::to_string(i)));
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&seed] {
      for (int times = 0; times < 10; ++times) {
        TestRegistry registry(seed);
        Client client = registry.client();
        registry.fail(Fault::unavailable());
        const auto group = client.create_model_group({.name = "g"});
        EXPECT_EQ(group.id.str(), "00000000-0000-4000-8000-000000000021");
        registry.reset();
        EXPECT_EQ(client.list_model_instances().total_item_count, 20);
        EXPECT_EQ(client.list_model_groups().total_item_count, 0);
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

TEST(TestRegistryTest, ThreadsShareOneAndItsJournalHasAllOfTheirCalls) {
  TestRegistry registry;
  registry.fail(Fault::busy(), {.share = 0.5});
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&registry] {
      Session session = registry;
      for (int times = 0; times < 20; ++times) {
        (void)error_of([&] { session.create_model_group({.name = "g"}); });
        registry.advance(std::chrono::seconds(1));
      }
    });
  }
  for (auto& thread : threads) thread.join();

  EXPECT_EQ(registry.journal().entries().size(), 160U);
  registry.heal();
  EXPECT_LT(registry.session().list_model_groups().total_item_count, 160);
}

TEST(TestRegistryTest, ASnapshotAndACheckWorkAsInProduction) {
  TestRegistry registry(Seed().group({.name = "g"}, {a_model("m")}));
  registry.session().create_model_group({.name = "h"});

  EXPECT_TRUE(registry.registry().check().sound());
  registry.registry().compact();
  EXPECT_EQ(registry.session().list_model_groups().total_item_count, 2);
}

}  // namespace
}  // namespace modelreg::testing
