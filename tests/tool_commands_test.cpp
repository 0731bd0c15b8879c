#include <nlohmann/json.hpp>
#include <string>

#include "tool_fixture.hpp"

/// What the commands do with each record, and how they find the one that is meant.
namespace modelreg {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class ToolCommandsTest : public test::ToolTest {
 protected:
  void SetUp() override { import_catalog(); }

  json model(const std::string& called) { return json::parse(answer("model show " + called)); }
};

TEST_F(ToolCommandsTest, AGroupIsFoundByTheNameThatWasTypedAtItsCreation) {
  answer("group create 'Chat models'");

  EXPECT_THAT(answer("group show 'Chat models'"), HasSubstr("Chat models\n"));
}

TEST_F(ToolCommandsTest, AModelIsFoundByItsNameAndByTheBeginningOfItsId) {
  EXPECT_EQ(model("'GPT-4o mini'").at("id"), "gpt-4o-mini");
  EXPECT_EQ(model("gpt-4o-m").at("id"), "gpt-4o-mini");
  EXPECT_EQ(model("gpt-4").at("id"), "gpt-4");  // an id stands above beginnings
}

TEST_F(ToolCommandsTest, WhoCouldBeMeantIsListed) {
  const auto message = refusal("model show gpt-");

  EXPECT_THAT(message, HasSubstr("could be meant; name one by its id"));
  EXPECT_THAT(message, HasSubstr("gpt-4o-mini  GPT-4o mini\n"));
  answer("model create 'GPT-4o' --type AGENT --id twin");
  EXPECT_THAT(refusal("model show 'GPT-4o'"), HasSubstr("2 models could be meant"));
}

TEST_F(ToolCommandsTest, WhatIsNotThereEndsWith3) {
  EXPECT_THAT(refusal("model show nope", 3), HasSubstr("`modelreg model list`"));
  EXPECT_THAT(refusal("group delete nope --yes", 3), HasSubstr("`modelreg group list`"));
  EXPECT_THAT(refusal("deployment show nope", 3), HasSubstr("`modelreg deployment list`"));
}

TEST_F(ToolCommandsTest, SeveralModelsJoinAndLeaveAGroupAllOrNone) {
  answer("group create Chat");

  EXPECT_THAT(refusal("group add-model Chat 'GPT-4o' nope", 3), HasSubstr("no such model"));
  EXPECT_FALSE(model("gpt-4o").contains("model_group_id"));
  answer("group add-model Chat 'GPT-4o' o1");
  EXPECT_TRUE(model("o1").contains("model_group_id"));
  answer("group remove-model Chat o1 gpt-4o");
  EXPECT_FALSE(model("gpt-4o").contains("model_group_id"));
}

TEST_F(ToolCommandsTest, AModelIsMadeFromOptionsChangedAndDeleted) {
  answer("group create Chat --id chat");
  answer(
      "model create Mine --id mine --type AGENT --vendor VERTEX_AI --group Chat"
      " --base-model-metadata '{\"a\":1}' --display-name 'My own'");
  EXPECT_EQ(model("Mine").at("model_vendor"), "VERTEX_AI");
  EXPECT_EQ(model("Mine").at("model_group_id"), "chat");
  EXPECT_EQ(model("Mine").at("base_model_metadata").at("a"), 1);

  answer("model update Mine --name Yours --clear display_name");
  EXPECT_EQ(model("Yours").at("id"), "mine");
  EXPECT_FALSE(model("Yours").contains("display_name"));

  EXPECT_EQ(answer("model delete Yours --yes"), "deleted model mine\n");
  refusal("model show mine", 3);
}

TEST_F(ToolCommandsTest, ARecordIsReadFromAFileOrTheStandardInput) {
  test::write_bytes(folder / "record.json", R"({"name":"From a file","id":"f"})");
  answer("group create --file record.json");
  test::write_bytes(folder / "description.json", R"({"description":"d"})");
  answer("group update f --file - <description.json");

  const auto group = json::parse(answer("group show f --json"));
  EXPECT_EQ(group.at("name"), "From a file");
  EXPECT_EQ(group.at("description"), "d");
  EXPECT_THAT(refusal("group create Name --file record.json"), HasSubstr("not by both"));
  EXPECT_THAT(refusal("group create --file nope.json", 3), HasSubstr("nope.json cannot be read"));
}

TEST_F(ToolCommandsTest, AnOptionThatMustBeJsonIsNamed) {
  EXPECT_THAT(refusal("model create x --type AGENT --base-model-metadata '{'"),
              HasSubstr("base_model_metadata: must be JSON"));
}

TEST_F(ToolCommandsTest, DeletingNeedsYesWhereNobodyCanBeAsked) {
  EXPECT_THAT(refusal("model delete gpt-4o </dev/null"), HasSubstr("--yes"));
  EXPECT_EQ(model("gpt-4o").at("id"), "gpt-4o");
}

TEST_F(ToolCommandsTest, ADeploymentIsMadeListedChangedAndDeleted) {
  answer("deployment create 'GPT-4o' prod --id d1 --vendor-configuration '{\"region\":\"eu\"}'");
  EXPECT_EQ(on_terminal("deployment list --model gpt-4o"),
            "ID  MODEL   STATUS  NAME\n"
            "d1  gpt-4o  READY   prod\n"
            "1 deployment\n");
  answer("deployment update prod --name test --clear vendor_configuration");
  const auto deployment = json::parse(answer("deployment show d1"));
  EXPECT_EQ(deployment.at("name"), "test");
  EXPECT_FALSE(deployment.contains("vendor_configuration"));
  answer("deployment delete d1 --yes");
  EXPECT_EQ(on_terminal("deployment list"), "ID  MODEL  STATUS  NAME\n0 deployments\n");
}

TEST_F(ToolCommandsTest, AProgramThatGetsAPageIsToldThatThereIsMore) {
  const auto page = run("model list --json --limit 50");
  EXPECT_EQ(json::parse(page.out).at("items").size(), 50U);
  EXPECT_THAT(page.err, HasSubstr("50 of 53 models; --all"));

  const auto all = run("model list --json --all");
  EXPECT_EQ(json::parse(all.out).at("items").size(), 53U);
  EXPECT_EQ(all.err, "");
  const auto lines = answer("model list --jsonl --all");
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 53);
  EXPECT_TRUE(json::accept(lines.substr(0, lines.find('\n'))));
}

TEST_F(ToolCommandsTest, TheTreeShowsGroupsWithTheirModels) {
  answer("group create Chat --id chat");
  answer("group add-model chat o1 gpt-4o");

  const auto tree = answer("tree");
  EXPECT_EQ(tree.find("Chat  (chat)\n├── GPT-4o  (gpt-4o)\n└── o1  (o1)\nin no model group\n"), 0U);
  EXPECT_THAT(answer("stats"), HasSubstr("1 model group, 53 models, 0 deployments"));
  EXPECT_EQ(json::parse(answer("stats --json")).at("models"), 53);
  const auto all = json::parse(answer("tree --json"));
  EXPECT_EQ(all.at("model_groups").at(0).at("models").size(), 2U);
  EXPECT_EQ(all.at("models").size(), 51U);
}

TEST_F(ToolCommandsTest, CompactTellsTheSizes) {
  const auto sizes = json::parse(answer("compact --json"));
  EXPECT_LE(sizes.at("bytes"), sizes.at("bytes_before"));
}

TEST_F(ToolCommandsTest, AnEmptyArgumentIsRefusedInsteadOfMeaningTheDefault) {
  for (const char* option : {"--db", "--account", "--user"}) {
    EXPECT_THAT(refusal(std::string(option) + " '' model list", 2),
                HasSubstr(std::string(option) + ": must not be empty"));
  }
}

TEST_F(ToolCommandsTest, TheRegistryIsNamedByTheEnvironmentToo) {
  answer("--db other.db group create Other");
  const auto listed = run_with("MODELREG_DB=other.db", "group list");
  EXPECT_THAT(listed.out, HasSubstr("Other"));
}

TEST_F(ToolCommandsTest, TheKeyOfACallIsReadFromTheEnvironmentOrAFileAndElseWarnedOf) {
  const std::string key = json::parse(answer("key create --json")).at("secret");
  test::write_bytes(folder / "key", key + "\n");

  const auto from_environment = run_with("MODELREG_API_KEY=" + key, "call GET /v4/models");
  EXPECT_EQ(from_environment.status, 0);
  EXPECT_EQ(from_environment.err, "");
  EXPECT_EQ(run("call GET /v4/models --api-key-file key").err, "");
  const auto seen = run("call GET /v4/models --api-key " + key);
  EXPECT_EQ(seen.status, 0);
  EXPECT_THAT(seen.err, HasSubstr("MODELREG_API_KEY"));
  EXPECT_THAT(seen.err, Not(HasSubstr(key)));
}

TEST_F(ToolCommandsTest, ACallSpeaksTheEditionThatIsAskedFor) {
  const std::string key = json::parse(answer("key create --json")).at("secret");
  answer("model update gpt-4o --vendor VERTEX_AI");
  const auto vendor = [&](const std::string& options) {
    return json::parse(
               run_with("MODELREG_API_KEY=" + key, "call GET /v4/models/gpt-4o " + options).out)
        .at("model_vendor");
  };

  EXPECT_EQ(vendor(""), "OTHER");
  EXPECT_EQ(vendor("--edition current"), "VERTEX_AI");
  EXPECT_THAT(refusal("call GET /v4/models --edition newest", 2), HasSubstr("--edition"));
}

}  // namespace
}  // namespace modelreg
