#include "modelreg/testing/seed.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "modelreg/gtest.hpp"
#include "session_fixture.hpp"
#include "temporary_folder.hpp"
#include "text_file.hpp"

namespace modelreg::testing {
namespace {

using test::error_of;
using test::violations_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace fs = std::filesystem;

const fs::path seeds = fs::path(MODELREG_SOURCE_DIR) / "tests/data/seeds";

std::vector<std::string> faults_of(const std::string& json) {
  std::vector<std::string> faults;
  for (const auto& violation : violations_of([&] { (void)Seed::from_text(json); })) {
    faults.push_back(violation.field + " " + violation.type);
  }
  return faults;
}

TEST(SeedTest, ADocumentBecomesGroupsModelsDeploymentsAndKeys) {
  TestRegistry registry(Seed::from_text(R"({
    "groups": [{"name": "chat", "description": "d", "models": [
      {"name": "GPT-4o", "model_type": "CHAT_COMPLETION", "deployments": [{"name": "eu"}]}]}],
    "models": [{"name": "Embed", "model_type": "EMBEDDING", "group": "chat"},
               {"name": "loose", "model_type": "GENERIC", "id": "l"}],
    "deployments": [{"name": "us", "model": "GPT-4o"}, {"name": "de", "model": "l"}],
    "keys": [{"label": "laptop"}]})"));
  Session session = registry;

  const auto group = session.list_model_groups().items.at(0);
  EXPECT_EQ(group.name, "chat");
  EXPECT_EQ(group.description, "d");
  const auto models = session.list_model_instances().items;
  ASSERT_EQ(models.size(), 3U);
  EXPECT_EQ(models[0].model_group_id, group.id);
  EXPECT_EQ(models[0].deployment_count, 2);
  EXPECT_EQ(models[1].model_group_id, group.id);
  EXPECT_EQ(models[2].model_group_id, std::nullopt);
  EXPECT_EQ(models[2].deployment_count, 1);
  EXPECT_EQ(registry.registry().authenticate(registry.api_key("laptop")).identity(),
            registry.identity());
  EXPECT_EQ(error_of([&] { (void)registry.api_key("none"); }), ErrorCode::not_found);
}

TEST(SeedTest, OtherAccountsHaveTheSame) {
  TestRegistry registry(Seed::from_text(R"({"accounts": [
    {"account_id": "other", "user_id": "eve", "groups": [{"name": "g"}],
     "models": [{"name": "m", "model_type": "AGENT", "group": "g"}], "keys": [{"label": "eve"}]}
  ]})"));
  auto eve = registry.session({.account_id = "other", .user_id = "eve"});

  EXPECT_EQ(registry.session().list_model_groups().total_item_count, 0);
  EXPECT_EQ(eve.list_model_instances().items.at(0).model_group_id,
            eve.list_model_groups().items.at(0).id);
  EXPECT_EQ(registry.registry().authenticate(registry.api_key("eve")).identity(), eve.identity());
}

TEST(SeedTest, WhatAStoredRecordHasCanBeGiven) {
  TestRegistry registry(Seed::from_text(R"({"models": [
    {"name": "m", "model_type": "AGENT", "id": "m", "created_at": "2020-02-03T04:05:06Z",
     "created_by_user_id": "bob", "request_schema": {"type": "object"},
     "supports_multi_turn": false,
     "deployments": [{"name": "d", "id": "d", "status": "FAILED", "model_endpoint_id": "e"}]}]})"));
  const auto model = registry.session().get_model_instance(ModelInstanceId("m"));

  EXPECT_EQ(to_string(model.created_at), "2020-02-03T04:05:06.000000Z");
  EXPECT_EQ(model.created_by_user_id, "bob");
  EXPECT_EQ(model.request_schema, JsonObject(R"({"type":"object"})"));
  EXPECT_FALSE(model.supports_multi_turn);
  const auto deployment = registry.session().get_model_deployment(ModelDeploymentId("d"));
  EXPECT_EQ(deployment.status, "FAILED");
  EXPECT_EQ(deployment.model_endpoint_id, "e");
  EXPECT_EQ(to_string(registry.now()), "2026-01-01T00:00:00.000000Z");
}

TEST(SeedTest, EveryFaultIsNamedAtOnceWithItsPlace) {
  EXPECT_THAT(faults_of(R"({
    "groups": [{}, {"name": "g"}, {"name": "g", "models": [{"name": "m", "model_type": "CHAT"}]}],
    "models": [{"name": "a", "model_type": "AGENT", "group": "none"},
               {"name": "b", "model_type": "AGENT", "group": "g", "nmae": 1},
               {"name": 5, "model_type": "AGENT", "created_at": "yesterday"}],
    "deployments": [{"name": "d"}],
    "keys": [{}],
    "accounts": [{"account_id": "x", "groups": 7}],
    "grups": []})"),
              ::testing::UnorderedElementsAre(
                  "groups[0].name missing", "groups[2].models[0].model_type enum",
                  "models[0].group not_found", "models[1].group value_error",
                  "models[1].nmae extra_forbidden", "models[2].name string_type",
                  "models[2].created_at string_type", "deployments[0].model missing",
                  "keys[0].label missing", "accounts[0].user_id missing",
                  "accounts[0].groups list_type", "grups extra_forbidden"));
}

TEST(SeedTest, IdsThatAreTakenAreNamed) {
  EXPECT_THAT(faults_of(R"({"groups": [{"name": "a", "id": "x"}, {"name": "b", "id": "x"}]})"),
              ElementsAre("groups[1].id conflict"));
}

TEST(SeedTest, WhatIsNoJsonIsRefusedWithItsPlace) {
  try {
    (void)Seed::from_text("{\n  \"groups\": [,]\n}");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("line 2, column 14"));
  }
  EXPECT_THAT(faults_of(R"({"groups": [], "groups": []})"), ElementsAre(" json_invalid"));
  EXPECT_THAT(
      faults_of(R"({"models": [{"name": "m", "model_type": "AGENT", "base_model_metadata":)" +
                std::string(100'000, '[') + "0" + std::string(100'000, ']') + "}]}"),
      ElementsAre(" json_invalid"));
  EXPECT_THAT(faults_of("[]"), ElementsAre(" dict_type"));
}

TEST(SeedTest, ANumberThatADocumentCannotHoldIsRefusedAndNotChanged) {
  for (const auto* number : {"123456789012345678901", "1e999"}) {
    EXPECT_THAT(
        violations_of([&] {
          (void)Seed::from_text(
              R"({"models": [{"name": "m", "model_type": "AGENT", "base_model_metadata":)"
              R"( {"n": )" +
              std::string(number) + "}}]}");
        }),
        ElementsAre(::testing::Field(&Violation::field, "models[0].base_model_metadata.n")));
  }
  TestRegistry registry;
  registry.session().create_model_instance(
      {.name = "m",
       .model_type = ModelType::agent,
       .base_model_metadata = JsonObject(R"({"n": 123456789012345678901})")});
  EXPECT_EQ(error_of([&] { (void)registry.seed_text(); }), ErrorCode::invalid_argument);
}

TEST(SeedTest, TheBuilderMakesTheSame) {
  const auto built =
      Seed()
          .group({.name = "chat"}, {{.name = "GPT", .model_type = ModelType::chat_completion}})
          .model({.name = "Embed", .model_type = ModelType::embedding}, "chat")
          .deployment("GPT", {.name = "eu"})
          .key("laptop")
          .account({.account_id = "other", .user_id = "eve"})
          .group({.name = "g"});
  const auto read = Seed::from_text(R"({
    "groups": [{"name": "chat", "models": [{"name": "GPT", "model_type": "CHAT_COMPLETION"}]}],
    "models": [{"name": "Embed", "model_type": "EMBEDDING", "group": "chat"}],
    "deployments": [{"name": "eu", "model": "GPT"}],
    "keys": [{"label": "laptop"}],
    "accounts": [{"account_id": "other", "user_id": "eve", "groups": [{"name": "g"}]}]})");

  EXPECT_EQ(TestRegistry(built).seed_text(), TestRegistry(read).seed_text());
}

TEST(SeedTest, TheFaultsOfABuiltSeedAreThoseOfADocument) {
  const auto seed = Seed()
                        .group({.name = ""}, {{.name = "m"}})
                        .model({.name = "m", .model_type = ModelType::agent}, "none")
                        .deployment("none", {.name = "d"});
  std::vector<std::string> places;
  for (const auto& violation : seed.violations()) places.push_back(violation.field);

  EXPECT_THAT(places, ElementsAre("groups[0].name", "groups[0].models[0].model_type",
                                  "models[0].group", "deployments[0].model"));
  EXPECT_EQ(error_of([&] { TestRegistry registry(seed); }), ErrorCode::invalid_argument);
}

TEST(SeedTest, WhatARegistryHoldsIsWrittenSortedAndComesBackTheSame) {
  const test::TemporaryFolder folder;
  TestRegistry registry(Seed::from_file(seeds / "good/everything.json"));
  auto session = registry.session();
  session.create_model_group({.name = "a late one"});
  registry.session({.account_id = "third", .user_id = "u"}).create_model_group({.name = "t"});

  registry.save_seed(folder / "saved.json");

  TestRegistry again(Seed::from_file(folder / "saved.json"));
  EXPECT_EQ(again.seed_text(), test::read_bytes(folder / "saved.json"));
  for (const auto& model : session.walk_model_instances()) {
    EXPECT_EQ(again.session().get_model_instance(model.id), model);
  }
  for (const auto& group : session.walk_model_groups()) {
    EXPECT_EQ(again.session().get_model_group(group.id), group);
  }
  for (const auto& deployment : session.walk_model_deployments()) {
    EXPECT_EQ(again.session().get_model_deployment(deployment.id), deployment);
  }
  const auto names = nlohmann::json::parse(again.seed_text())["groups"];
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end(), [](const auto& left, const auto& right) {
    return left["name"] < right["name"];
  }));
}

TEST(SeedTest, GoodFilesAreReadAndBadOnesRefused) {
  int files = 0;
  for (const auto& file : fs::directory_iterator(seeds / "good")) {
    EXPECT_NO_THROW(TestRegistry{Seed::from_file(file.path())}) << file.path();
    ++files;
  }
  for (const auto& file : fs::directory_iterator(seeds / "bad")) {
    EXPECT_EQ(error_of([&] { (void)Seed::from_file(file.path()); }), ErrorCode::invalid_argument)
        << file.path();
    ++files;
  }
  EXPECT_GE(files, 10);
  EXPECT_EQ(error_of([&] { (void)Seed::from_file(seeds / "none.json"); }), ErrorCode::not_found);
}

}  // namespace
}  // namespace modelreg::testing
