#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "modelreg/json.hpp"
#include "modelreg/limits.hpp"
#include "raw_database.hpp"
#include "session_fixture.hpp"
#include "tool_fixture.hpp"

/// The `modelreg` command, as a user runs it.
namespace modelreg {
namespace {

using nlohmann::json;
using testing::HasSubstr;

using test::ToolTest;

TEST_F(ToolTest, ImportsModelsAndListsThem) {
  EXPECT_EQ(import_catalog(), "imported 53 models\n");

  EXPECT_EQ(on_terminal("model list --limit 2"),
            "ID           VENDOR  TYPE             GROUP  NAME\n"
            "gpt-4o       OPENAI  CHAT_COMPLETION         GPT-4o\n"
            "gpt-4o-mini  OPENAI  CHAT_COMPLETION         GPT-4o mini\n"
            "53 models, page 1 of 27; --page N shows another, --all all\n");
}

TEST_F(ToolTest, AColumnIsAsWideAsItsTextIsOnATerminal) {
  answer("group create '模型' --id 组");   // two columns for each character
  answer("group create 'Café' --id 'é'");  // an accent that takes none

  EXPECT_EQ(on_terminal("group list"),
            "ID  MODELS  NAME\n"
            "组  0       模型\n"
            "é   0       Café\n"
            "2 model groups\n");
}

TEST_F(ToolTest, AddsAModelToAGroupAndAnswersLikeThePlatform) {
  import_catalog();
  EXPECT_EQ(answer("group create 'OpenAI models' --id openai"), "created model group openai\n");
  EXPECT_EQ(answer("group add-model openai gpt-4o"), "model gpt-4o is in model group openai\n");

  const auto instance = json::parse(answer("group add-model openai gpt-4o --json"));
  EXPECT_EQ(instance.at("model_group_id"), "openai");
  EXPECT_EQ(instance.get<ModelInstance>().id, ModelInstanceId("gpt-4o"));
}

TEST_F(ToolTest, ShowsAGroupWithItsModels) {
  import_catalog();
  answer("group create Chat --id chat --description 'To talk with'");
  answer("group add-model chat gpt-4o");
  answer("group add-model chat o1");

  const auto table = on_terminal("group show chat");
  EXPECT_THAT(table, HasSubstr("name                Chat\n"));
  EXPECT_THAT(table, HasSubstr("description         To talk with\n"));
  EXPECT_THAT(table, HasSubstr("o1      OPENAI  CHAT_COMPLETION  chat   o1\n2 models\n"));
  EXPECT_EQ(json::parse(answer("group show chat --json")).at("models").size(), 2U);
  EXPECT_EQ(on_terminal("group list"),
            "ID    MODELS  NAME\n"
            "chat  2       Chat\n"
            "1 model group\n");
}

TEST_F(ToolTest, EveryAnswerForProgramsIsOneLineOfJson) {
  import_catalog();
  answer("group create Chat --id chat");
  for (const char* command :
       {"model list", "model show gpt-4o", "group list", "group show chat", "group create Other",
        "group add-model chat gpt-4o", "model list --group chat --type CHAT_COMPLETION"}) {
    const auto line = answer(std::string(command) + " --json");
    EXPECT_TRUE(json::accept(line)) << command;
    EXPECT_EQ(line.find('\n'), line.size() - 1) << command;
  }
}

TEST_F(ToolTest, TheRegistryIsInTheUsersDataFolderForTheUserAlone) {
  import_catalog();
  const auto place = folder / "home/.local/share/modelreg";

  EXPECT_TRUE(std::filesystem::exists(place / "registry.db"));
  EXPECT_EQ(std::filesystem::status(place).permissions(), std::filesystem::perms(0700));
}

TEST_F(ToolTest, AnotherDatabaseAccountAndUserMayBeNamed) {
  answer("--db other.db --account acme --user ada group create Chat --id chat");
  const auto group = json::parse(answer("group show chat --db other.db --account acme --json"));

  EXPECT_EQ(group.at("account_id"), "acme");
  EXPECT_EQ(group.at("created_by_user_id"), "ada");
  EXPECT_THAT(refusal("group show chat --db other.db", 3), HasSubstr("no such model group"));
}

TEST_F(ToolTest, ImportsWhatItListed) {
  import_catalog();
  answer("model list --json > /dev/null");
  test::write_bytes(folder / "page.json", answer("model list --json"));

  EXPECT_EQ(answer("import page.json --db copy.db"), "imported 53 models\n");
  EXPECT_EQ(answer("model list --json"), answer("model list --json --db copy.db"));
  EXPECT_EQ(answer("import - --db second.db < page.json"), "imported 53 models\n");
}

TEST_F(ToolTest, AnImportThatIsRefusedStoresNothing) {
  test::write_bytes(folder / "models.json", R"([{"name": "good", "model_type": "AGENT"},
                                                {"name": "bad", "model_type": "ROBOT"}])");

  EXPECT_EQ(refusal("import models.json"),
            "modelreg: models.json: record 2 (line 2): model_type: must be one of COMPLETION, "
            "CHAT_COMPLETION, AGENT, EMBEDDING, RERANKING, GENERIC\n");
  EXPECT_EQ(answer("model list --json"),
            R"({"current_page":1,"items":[],"items_per_page":100,"total_item_count":0})"
            "\n");
}

TEST_F(ToolTest, AFileThatHoldsNoModelsIsRefused) {
  for (const auto& [content, message] : std::vector<std::pair<std::string, std::string>>{
           {"", "models.json: record 1 (line 1): there is nothing in it"},
           {"[1, {]", "  record 1 (line 1): must be a JSON object"},
           {"7", "models.json: record 1 (line 1): must be a JSON object"},
           {"{}", "models.json: record 1 (line 1): name: is required"},
           {R"({"items": 7})", "models.json: record 1 (line 1): name: is required"},
           {"[[]]", "models.json: record 1 (line 1): must be a JSON object"}}) {
    test::write_bytes(folder / "models.json", content);
    EXPECT_THAT(refusal("import models.json"), HasSubstr(message)) << content;
  }
  EXPECT_THAT(refusal("import no-such-file", 3), HasSubstr("No such file"));
  EXPECT_THAT(refusal("import /", 3), HasSubstr("directory"));
}

TEST_F(ToolTest, ARefusalSaysWhatToDo) {
  import_catalog();
  answer("group create Chat --id chat");

  EXPECT_EQ(refusal("group add-model nope gpt-4o", 3),
            "modelreg: there is no such model group in this account; "
            "`modelreg group list` shows those there are\n");
  EXPECT_EQ(refusal("group add-model chat nope", 3),
            "modelreg: there is no such model in this account; "
            "`modelreg model list` shows those there are\n");
  EXPECT_THAT(refusal("group create Chat --id chat"), HasSubstr("choose another id"));
  EXPECT_THAT(refusal("group create ''"), HasSubstr("name: must have 1 to 1024 characters"));
  EXPECT_THAT(refusal("--db nowhere.db model list", 3),
              HasSubstr("`modelreg key create` and `modelreg import` make a registry"));
  EXPECT_THAT(refusal("--db home model list"), HasSubstr("this is a directory"));
  EXPECT_FALSE(std::filesystem::exists(folder / "nowhere.db"));
}

TEST_F(ToolTest, WrongUsageHasAStatusOfItsOwn) {
  EXPECT_THAT(refusal("", 2), HasSubstr("subcommand is required"));
  EXPECT_THAT(refusal("model", 2), HasSubstr("subcommand is required"));
  EXPECT_THAT(refusal("group add-model chat", 2), HasSubstr("MODEL is required"));
  EXPECT_THAT(refusal("model list --type ROBOT", 2), HasSubstr("COMPLETION"));
  EXPECT_THAT(answer("--help"), HasSubstr("Exit status: 0 done, 1 refused or failed, 2 wrong"));
}

TEST_F(ToolTest, AnAnswerThatCannotBeWrittenIsAFailure) {
  import_catalog();
  const int status = std::system(("env -u XDG_DATA_HOME HOME=" + (folder / "home").string() +
                                  " " MODELREG_TOOL " model list >/dev/full 2>/dev/null")
                                     .c_str());

  EXPECT_EQ(WEXITSTATUS(status), 1);
}

TEST_F(ToolTest, MakesListsAndRevokesKeys) {
  const auto key =
      json::parse(answer("key create --account acme --user ada --label laptop --json"));
  EXPECT_EQ(key.size(), 5U);
  EXPECT_EQ(key.at("account_id"), "acme");
  EXPECT_EQ(key.at("user_id"), "ada");
  EXPECT_EQ(key.at("label"), "laptop");
  const std::string id = key.at("id");
  const std::string secret = key.at("secret");

  EXPECT_THAT(answer("key create"), HasSubstr("modelreg_"));
  EXPECT_THAT(on_terminal("key list"),
              testing::AllOf(HasSubstr(id + "  acme     ada"), HasSubstr("2 API keys"),
                             testing::Not(HasSubstr(secret))));
  EXPECT_EQ(json::parse(answer("key list --json")).size(), 2U);
  EXPECT_EQ(answer("call GET /v4/models --api-key " + secret),
            R"({"current_page":1,"items":[],"items_per_page":100,"total_item_count":0})"
            "\n");
  EXPECT_EQ(answer("key revoke " + id), "revoked API key " + id + "\n");
  EXPECT_EQ(run("call GET /v4/models --api-key " + secret).status, 1);
  EXPECT_THAT(refusal("key revoke nope", 3), HasSubstr("`modelreg key list`"));
}

TEST_F(ToolTest, AnswersOneRequestByHand) {
  const std::string secret = json::parse(answer("key create --account acme --json")).at("secret");
  const auto group = json::parse(answer("call POST /v4/model-groups --api-key " + secret +
                                        R"( --body '{"name": "n", "account_id": "acme"}')"));

  EXPECT_EQ(group.at("name"), "n");
  const auto missing = run("call GET /v4/models/nope --api-key " + secret);
  EXPECT_EQ(missing.status, 1);
  EXPECT_THAT(missing.out, HasSubstr("no such model instance"));
  EXPECT_THAT(refusal("call GET", 2), HasSubstr("TARGET"));
}

TEST_F(ToolTest, AnswersEveryLineWithALine) {
  const std::string secret = json::parse(answer("key create --account acme --json")).at("secret");
  const json create{{"method", "POST"},
                    {"target", "/v4/model-groups"},
                    {"headers", {{"X-Api-Key", secret}}},
                    {"body", R"({"name": "line\nbreak", "account_id": "acme"})"}};
  test::write_bytes(folder / "requests",
                    create.dump() + "\n" + R"({"method": "GET", "target": "/v4/models"})" +
                        "\n\nnonsense\n" +
                        R"({"method": "GET"})"
                        "\n" +
                        R"({"method": "GET", "target": "/", "headers": {"a": 1}})"
                        "\n" +
                        R"({"method": "GET", "target": "/", "colour": 1})"
                        "\n");
  std::istringstream lines(answer("call < requests"));
  std::vector<json> responses;
  for (std::string line; std::getline(lines, line);) responses.push_back(json::parse(line));

  ASSERT_EQ(responses.size(), 7U);
  EXPECT_EQ(responses[0].at("status"), 200);
  EXPECT_EQ(responses[0].at("headers"), json({{"content-type", "application/json"}}));
  EXPECT_EQ(json::parse(responses[0].at("body").get<std::string>()).at("name"), "line\nbreak");
  EXPECT_EQ(responses[1].at("status"), 401);
  for (std::size_t i = 2; i < responses.size(); ++i) {
    EXPECT_EQ(responses[i].at("status"), 400) << i;
    EXPECT_THAT(responses[i].at("body").get<std::string>(), HasSubstr("the line is no request"));
  }
}

TEST_F(ToolTest, ALineHoldsTheLargestBodyHoweverItIsSpelt) {
  const std::string secret = json::parse(answer("key create --account acme --json")).at("secret");
  std::string body = R"({"account_id":"acme","name":"n"})";
  body.resize(max_body_bytes, ' ');
  std::string spelt;
  for (const char character : body) {
    constexpr auto digits = "0123456789abcdef";
    spelt += "\\u00";
    spelt += digits[character >> 4];
    spelt += digits[character & 0xF];
  }
  test::write_bytes(folder / "request", R"({"method":"POST","target":"/v4/model-groups","headers":)"
                                        R"({"x-api-key":")" +
                                            secret + R"("},"body":")" + spelt + "\"}\n");

  EXPECT_EQ(json::parse(answer("call < request")).at("status"), 200);
}

TEST_F(ToolTest, TheRequestOfTheReadmeIsOne) {
  answer("key create");
  std::istringstream readme(test::read_bytes(MODELREG_SOURCE_DIR "/README.md"));
  int requests = 0;
  for (std::string line; std::getline(readme, line);) {
    if (!line.starts_with(R"({"method")")) continue;
    test::write_bytes(folder / "request", line + "\n");
    EXPECT_EQ(json::parse(answer("call < request")).at("status"), 401);  // its key is an ellipsis
    ++requests;
  }

  EXPECT_EQ(requests, 1);
}

TEST_F(ToolTest, EveryCommandOfTheReadmeRuns) {
  std::istringstream readme(test::read_bytes(MODELREG_SOURCE_DIR "/README.md"));
  std::filesystem::create_directories(folder / "tests");
  std::filesystem::create_symlink(MODELREG_SOURCE_DIR "/tests/data", folder / "tests/data");
  int commands = 0;
  for (std::string line; std::getline(readme, line);) {
    if (!line.starts_with("modelreg ")) continue;
    answer(line.substr(std::string("modelreg ").size()));
    ++commands;
  }

  EXPECT_GT(commands, 3);
}

TEST_F(ToolTest, ChecksTheRegistry) {
  import_catalog();
  EXPECT_EQ(answer("check"), "the registry is sound\n");
  EXPECT_EQ(json::parse(answer("check --json")), (json{{"sound", true},
                                                       {"integrity", json::array()},
                                                       {"references", json::array()},
                                                       {"drift", json::array()}}));

  const auto file = folder / "home" / ".local/share/modelreg/registry.db";
  auto bytes = test::read_bytes(file);
  bytes.replace(bytes.size() / 4096 / 2 * 4096, 4096, std::string(4096, '\xA5'));
  test::write_bytes(file, bytes);
  const auto outcome = run("check");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.out, HasSubstr("the registry is damaged; restore it from a copy\n"));
  EXPECT_EQ(run("check --json").status, 1);
}

TEST_F(ToolTest, CopiesTheRegistry) {
  import_catalog();
  EXPECT_EQ(answer("snapshot copy.db"), "copied the registry to copy.db\n");
  EXPECT_EQ(json::parse(answer("snapshot second.db --json")), (json{{"snapshot", "second.db"}}));
  EXPECT_EQ(answer("--db copy.db model list"), answer("model list"));
  EXPECT_EQ(
      refusal("snapshot copy.db"),
      "modelreg: the snapshot was not made: path: must name a file that does not exist yet\n");
  EXPECT_THAT(refusal("--db none.db snapshot third.db", 3), HasSubstr("does not exist"));
}

TEST_F(ToolTest, WhatOnlyReadsReadsAFileThatMayNotBeWritten) {
  import_catalog();
  answer("group create Chat --id chat");
  answer("snapshot readers.db");
  std::filesystem::create_symlink("readers.db", folder / "link.db");  // a writer follows no link
  for (const char* command :
       {"model list", "group list", "group show chat", "model show gpt-4o", "key list", "check",
        "snapshot copy.db", "export", "tree", "stats", "graph", "model list --all --sort name"}) {
    answer(std::string("--db link.db ") + command);
  }
  for (const char* command :
       {"group create Other", "group add-model chat gpt-4o", "key create --label l"}) {
    EXPECT_THAT(refusal(std::string("--db link.db ") + command), HasSubstr("--trust any"));
    answer(std::string("--db link.db --trust any ") + command);
  }
}

TEST_F(ToolTest, WhatOnlyReadsReadsAFileOfAnotherUserInAFolderThatMayNotBeWritten) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root becomes another user";
  import_catalog();
  answer("snapshot readers.db");
  std::filesystem::permissions(folder / "", std::filesystem::perms(0755));
  std::filesystem::permissions(folder / "readers.db", std::filesystem::perms(0644));
  std::filesystem::copy_file(MODELREG_TOOL, folder / "tool");
  const std::string as_another_user = "cd " + (folder / "").string() +
                                      " && setpriv --reuid=1000 --regid=1000 --clear-groups ./tool";
  const auto status_of = [&](const std::string& arguments) {
    return WEXITSTATUS(std::system((as_another_user + arguments + " >/dev/null 2>&1").c_str()));
  };
  if (status_of(" --help") != 0) GTEST_SKIP() << "the other user cannot run the command";

  EXPECT_EQ(status_of(" --db readers.db model list"), 0);
  EXPECT_EQ(status_of(" --db readers.db check"), 0);
  EXPECT_EQ(status_of(" --db readers.db group create n"), 1);
}

/// A half change is taken back before the file can be read.
TEST_F(ToolTest, WhatOnlyReadsOpensAnOlderRegistryForWriting) {
  test::RawDatabase(folder / "old.db")
      .execute(
          std::string(test::read_bytes(MODELREG_SOURCE_DIR "/schema/0001_create_registry.sql")) +
          "PRAGMA application_id = 0x6d726567; PRAGMA user_version = 1");
  std::filesystem::permissions(folder / "old.db", std::filesystem::perms(0600));

  EXPECT_EQ(on_terminal("--db old.db model list"), "ID  VENDOR  TYPE  GROUP  NAME\n0 models\n");
  EXPECT_TRUE(std::filesystem::exists(folder / "old.db.before-v4"));
}

TEST_F(ToolTest, AFolderThatCannotBeMadeIsAnErrorThatSaysWhatToDo) {
  test::write_bytes(folder / "home", "no folder");
  EXPECT_THAT(refusal("model list"), HasSubstr("--db PATH"));
}

}  // namespace
}  // namespace modelreg
