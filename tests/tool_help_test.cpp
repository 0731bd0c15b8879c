#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "session_fixture.hpp"
#include "tool_fixture.hpp"

/// What the command tells of itself: help, examples, the manual and completions.
namespace modelreg {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

class ToolHelpTest : public test::ToolTest {
 protected:
  /// The commands that follow `before`, such as those of `group`.
  std::vector<std::string> commands(const std::string& before = "") {
    return lines_of(answer("complete -- " + before + " ''"));
  }

  /// Every command in full, such as `group create`.
  std::vector<std::string> all_commands() {
    std::vector<std::string> all;
    for (const auto& command : commands()) {
      const auto parts = commands(command);
      if (parts.empty()) all.push_back(command);
      for (const auto& part : parts) all.push_back(command + " " + part);
    }
    return all;
  }

  /// The examples in the help of a command.
  std::vector<std::string> examples(const std::string& command) {
    const std::string mark = "Example: ";
    std::vector<std::string> found;
    for (const auto& line : lines_of(answer(command + " --help"))) {
      if (!line.starts_with(mark)) continue;
      const auto end = line.find_last_not_of(' ');  // newer versions of CLI11 end lines with one
      found.push_back(line.substr(mark.size(), end + 1 - mark.size()));
    }
    return found;
  }

  /// What the examples are about.
  void set_up_examples() {
    std::filesystem::copy_file(MODELREG_SOURCE_DIR "/tests/data/catalog.json",
                               folder / "catalog.json",
                               std::filesystem::copy_options::overwrite_existing);
    import_catalog();
    answer("group create 'Chat models' --id chat");
    answer("group add-model chat gpt-4o gpt-4o-mini");
    answer("deployment create gpt-4o production");
    const auto key = nlohmann::json::parse(answer("key create --json"));
    test::write_bytes(folder / "key.txt", key.at("secret").get<std::string>());
  }

  /// The example with what must be beside it: a server, or somebody who ends one.
  static std::string within_a_world(const std::string& command, const std::string& example) {
    if (command == "serve") return "timeout --foreground -s TERM 2 " + example + " || [ $? = 124 ]";
    if (example.find("http://127.0.0.1:8642") == std::string::npos) return example;
    return "modelreg serve --port 8642 --json >address & server=$!\n"
           "until [ -s address ] || ! kill -0 $server; do sleep 0.1; done\n" +
           example + "\nstatus=$?; kill $server; wait $server; exit $status";
  }

  /// With the command in the path, as who copies an example has it.
  test::Outcome run_words(const std::string& words) {
    test::write_bytes(folder / "words", words);
    const auto tool = std::filesystem::path(MODELREG_TOOL).parent_path().string();
    return run_command("PATH=" + tool + ":\"$PATH\" sh words </dev/null");
  }
};

TEST_F(ToolHelpTest, EveryCommandHasAnExampleThatWorks) {
  const auto all = all_commands();
  EXPECT_GT(all.size(), 30U);
  for (const auto& command : all) {
    const auto found = examples(command);
    EXPECT_EQ(found.size(), 1U) << command;
    for (const auto& example : found) {
      std::filesystem::remove_all(folder / "home");
      set_up_examples();
      const auto outcome = run_words(within_a_world(command, example));
      if (outcome.err.find("was built without") != std::string::npos) continue;
      EXPECT_EQ(outcome.status, 0) << example << '\n' << outcome.err;
      EXPECT_THAT(example, StartsWith("modelreg " + command));
    }
  }
}

TEST_F(ToolHelpTest, WhatTheReadmeShowsForTheShellWorks) {
  const auto readme = test::read_bytes(MODELREG_SOURCE_DIR "/README.md");
  const std::string begin = "From the shell:\n\n```sh\n";
  const auto start = readme.find(begin);
  ASSERT_NE(start, std::string::npos);
  const auto words = readme.substr(start + begin.size());
  std::filesystem::create_directories(folder / "tests/data");
  std::filesystem::copy_file(MODELREG_SOURCE_DIR "/tests/data/catalog.json",
                             folder / "tests/data/catalog.json");
  const auto outcome = run_words("set -e\n" + words.substr(0, words.find("```")));

  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("the registry is sound"));
}

TEST_F(ToolHelpTest, TheHelpOfAllHasAnExampleAndTheStatuses) {
  const auto help = answer("--help");

  EXPECT_THAT(help, HasSubstr("Example: modelreg --db models.db import catalog.json"));
  EXPECT_THAT(help, HasSubstr("Exit status: 0 done, 1 refused"));
  EXPECT_THAT(help, Not(HasSubstr("\n  complete ")));
}

TEST_F(ToolHelpTest, TheManualHasEveryCommandOptionAndExample) {
  auto manual = answer("manual");
  std::erase(manual, '\\');

  EXPECT_THAT(manual, StartsWith(".TH MODELREG 1"));
  for (const auto& command : all_commands()) {
    EXPECT_THAT(manual, HasSubstr("\n.SS " + command + "\n"));
    for (const auto& example : examples(command)) EXPECT_THAT(manual, HasSubstr(example));
    for (const auto& option : lines_of(answer("complete -- " + command + " --"))) {
      EXPECT_THAT(manual, HasSubstr(option)) << command;
    }
  }
}

TEST_F(ToolHelpTest, CompletesCommandsAndOptions) {
  EXPECT_THAT(commands(), Contains("import"));
  EXPECT_THAT(commands(), Not(Contains("complete")));
  EXPECT_THAT(lines_of(answer("complete -- gr")), ElementsAre("graph", "group"));
  EXPECT_THAT(lines_of(answer("complete -- group re")), ElementsAre("remove-model"));
  EXPECT_THAT(lines_of(answer("complete -- --db x.db model list --vend")), ElementsAre("--vendor"));
  EXPECT_THAT(lines_of(answer("complete -- model list --acc")), ElementsAre("--account"));
  EXPECT_EQ(answer("complete -- group show ''"), "");
}

TEST_F(ToolHelpTest, BashCompletes) {
  test::write_bytes(folder / "modelreg.bash", answer("completion bash"));
  const auto outcome = run_words(R"(exec bash -c '. ./modelreg.bash
COMP_WORDS=(modelreg group a) COMP_CWORD=2
_modelreg
echo "${COMPREPLY[@]}"')");

  EXPECT_EQ(outcome.out, "add-model\n") << outcome.err;
}

TEST_F(ToolHelpTest, ZshAndFishHaveScriptsThatAskTheCommand) {
  for (const auto* shell : {"zsh", "fish"}) {
    EXPECT_THAT(answer(std::string("completion ") + shell), HasSubstr("modelreg complete --"));
  }
  EXPECT_EQ(run("completion tcsh").status, 2);
}

TEST_F(ToolHelpTest, AGraphNamesEveryGroupAndModel) {
  answer("group create 'a \"b\" \\c' --id g");
  answer("model create m --id m --type AGENT --group g");
  const auto dot = answer("graph");

  EXPECT_THAT(dot, HasSubstr(R"("group g" [label = "a \"b\" \\c")"));
  EXPECT_THAT(dot, HasSubstr(R"("group g" -> "model m";)"));
  if (std::system("command -v dot >/dev/null") == 0) {
    EXPECT_THAT(answer("graph --svg"), HasSubstr("<svg"));
  }
}

TEST_F(ToolHelpTest, AGraphWithoutGraphvizSaysWhatToInstall) {
  std::string models;  // whose graph is more than a pipe holds, and nobody reads it
  for (int i = 0; i < 100; ++i) {
    models += R"({"model_type": "AGENT", "name": ")" + std::string(1000, 'm') + "\"}\n";
  }
  test::write_bytes(folder / "models.jsonl", models);
  answer("import models.jsonl");
  const auto without = run_command("PATH=/nowhere " MODELREG_TOOL " graph --svg");

  EXPECT_EQ(without.status, 1);
  EXPECT_THAT(without.err, HasSubstr("install Graphviz"));
}

}  // namespace
}  // namespace modelreg
