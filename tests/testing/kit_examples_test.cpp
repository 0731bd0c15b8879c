
#include <filesystem>

#include "modelreg/gtest.hpp"
#include "modelreg/testing/replay.hpp"
#include "temporary_folder.hpp"

/// The examples of the kit's headers and of the README's lines about it, to the letter.
namespace modelreg::testing {
namespace {

modelreg::ModelInstance publish(modelreg::Client& client, const modelreg::NewModelInstance& model) {
  auto group = client.create_model_group({.name = "summarisers"});
  return client.add_model_instance(group.id, client.create_model_instance(model).id);
}

TEST(Publish, AnAnswerThatIsLostDoublesNothing) {
  modelreg::testing::TestRegistry platform;
  auto client = platform.client();
  platform.fail(modelreg::testing::Fault::lost_answer(),
                {.of = modelreg::Operation::add_model_instance});

  auto model = publish(client, {.name = "GPT-4o", .model_type = modelreg::ModelType::agent});

  EXPECT_EQ(platform.session().list_model_instances().items, std::vector{model});
}

TEST(KitExamplesTest, TestRegistry) {
  TestRegistry registry;
  Session session = registry;
  auto group = session.create_model_group({.name = "summarisers"});
  Client client = registry.client();
  registry.fail(Fault::unavailable());
  EXPECT_EQ(client.get_model_group(group.id), group);  // after a retry
}

TEST(KitExamplesTest, Seed) {
  const auto seed = Seed::from_text(R"({
    "groups": [{"name": "chat", "models": [
      {"name": "GPT-4o", "model_type": "CHAT_COMPLETION", "deployments": [{"name": "eu"}]}
    ]}],
    "models": [{"name": "Embed", "model_type": "EMBEDDING", "group": "chat"}],
    "keys": [{"label": "laptop"}]
  })");

  EXPECT_EQ(TestRegistry(seed).session().list_model_instances().total_item_count, 2);
}

TEST(KitExamplesTest, Fault) {
  TestRegistry registry;
  registry.fail(Fault::rate_limited(std::chrono::seconds(2)));
  registry.fail(Fault::lost_answer(), {.of = Operation::add_model_instance});
  registry.fail(Fault::busy().after_work(), {.first = 3, .calls = 2});

  EXPECT_THROW((void)registry.session().list_model_groups(), Error);
}

TEST(KitExamplesTest, Journal) {
  TestRegistry registry;
  auto session = registry.session();
  const auto group = session.create_model_group({.name = "g"});
  const auto model = session.create_model_instance({.name = "m", .model_type = ModelType::agent});
  registry.forget_journal();
  session.add_model_instance(group.id, model.id);

  EXPECT_EQ(registry.journal().changes().difference_from(
                {call(Operation::add_model_instance, group.id, model.id)}),
            "");
}

TEST(KitExamplesTest, Replay) {
  const test::TemporaryFolder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder / "");
  TestRegistry platform;
  const auto transport = platform.transport();
  const auto key = platform.api_key();
  platform.save_seed("platform.seed.json");
  {
    Client client(recording(transport, "platform.jsonl"), {.api_key = key, .account_id = "acme"});
    client.create_model_group({.name = "g"});
  }

  TestRegistry registry(Seed::from_file("platform.seed.json"));
  EXPECT_EQ(text_of(replay(read_recording("platform.jsonl"), registry)), "");
  std::filesystem::current_path(before);
}

}  // namespace
}  // namespace modelreg::testing
