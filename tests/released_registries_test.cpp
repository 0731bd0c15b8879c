#include <filesystem>
#include <string>

#include "session_fixture.hpp"
#include "temporary_folder.hpp"

/// A registry that each version of the schema made is kept in tests/data, and opened for ever.
namespace modelreg {
namespace {

namespace fs = std::filesystem;

class ReleasedRegistriesTest : public testing::TestWithParam<int> {
 protected:
  test::TemporaryFolder folder;

  Registry opened() {
    const auto copy = folder / "registry.db";
    fs::copy_file(MODELREG_SOURCE_DIR "/tests/data/registry_v" + std::to_string(GetParam()) + ".db",
                  copy, fs::copy_options::overwrite_existing);
    fs::permissions(copy, fs::perms::owner_read | fs::perms::owner_write);
    return Registry::open(copy);
  }

  const Identity identity{.account_id = "local", .user_id = "ada"};
};

TEST_P(ReleasedRegistriesTest, HoldsWhatItWasGiven) {
  auto registry = opened();
  const auto session = registry.session(identity);

  const auto model = session.get_model_instance(ModelInstanceId("gpt-4o"));
  EXPECT_EQ(
      to_json_text(model),
      R"({"name":"GPT-4o","model_vendor":"OPENAI","model_type":"CHAT_COMPLETION",)"
      R"("base_model_id":"gpt-4o","base_model_metadata":{"context_window":128000},)"
      R"("model_creation_parameters":{"temperature":0.20},"model_card":"A card\nwith two lines",)"
      R"("training_data_card":"none","description":"Größe","model_template_id":"t1",)"
      R"("model_group_id":"chat","id":"gpt-4o","created_at":"2026-01-02T03:04:05.000006Z",)"
      R"("account_id":"local","created_by_user_id":"ada","request_schema":{"type":"object"},)"
      R"("response_schema":{},"deployment_count":1,"supports_multi_turn":true})");
  EXPECT_EQ(session.list_model_instances().total_item_count, 2);
  EXPECT_EQ(session.get_model_group(ModelGroupId("chat")).description, "To talk with");
  const auto deployments = session.list_model_deployments();
  ASSERT_EQ(deployments.items.size(), 1U);
  EXPECT_EQ(deployments.items[0].vendor_configuration, JsonObject(R"({"region": "eu"})"));
}

TEST_P(ReleasedRegistriesTest, HoldsWhatTheCurrentEditionHas) {
  if (GetParam() < 3) GTEST_SKIP() << "this version could hold none";
  auto registry = opened();
  const auto model = registry.session(identity).get_model_instance(ModelInstanceId("embed"));

  EXPECT_EQ(model.model_vendor, ModelVendor::vertex_ai);
  EXPECT_EQ(model.display_name, "Einbettung");
}

TEST_P(ReleasedRegistriesTest, KnowsWhatItsRecordsAreAtAPlatform) {
  auto registry = opened();
  const RemoteRecords pairs(registry.session(identity), "https://api.example.com");
  if (GetParam() < 4) {
    EXPECT_TRUE(pairs.list(RecordKind::model_group).empty());
    return;
  }
  const RemoteRecord pair{RecordKind::model_instance, "gpt-4o", "m1", "here", "there"};
  EXPECT_EQ(pairs.find_there(RecordKind::model_instance, "m1"), pair);
  ASSERT_EQ(pairs.list_unanswered(RecordKind::model_instance).size(), 1U);
  EXPECT_EQ(pairs.list_unanswered(RecordKind::model_instance)[0].id, "embed");
}

TEST_P(ReleasedRegistriesTest, IsSoundAndTakesChanges) {
  auto registry = opened();
  auto session = registry.session(identity);

  session.add_model_instance(ModelGroupId("chat"), ModelInstanceId("embed"));

  EXPECT_EQ(registry.check(), CheckReport{});
  EXPECT_EQ(session.get_model_instance(ModelInstanceId("embed")).model_group_id,
            ModelGroupId("chat"));
}

TEST_P(ReleasedRegistriesTest, KnowsItsApiKeys) {
  auto registry = opened();
  if (GetParam() < 2) {
    EXPECT_TRUE(registry.list_api_keys().empty());
    return;
  }
  const auto session = registry.authenticate(
      "modelreg_1b2b765e26d32dbf_pzhKpavFTTCQqqqcpbJFJXtct6P9XgVJfClnI6SViuM");
  EXPECT_EQ(session.identity().user_id, "ada");
}

INSTANTIATE_TEST_SUITE_P(Versions, ReleasedRegistriesTest, testing::Values(1, 2, 3, 4),
                         [](const auto& version) {
                           return "Version" + std::to_string(version.param);
                         });

}  // namespace
}  // namespace modelreg
