#include <filesystem>
#include <nlohmann/json.hpp>

#include "session_fixture.hpp"
#include "tool_fixture.hpp"

/// Whole accounts from and to files, and lists as people and programs read them.
namespace modelreg {
namespace {

using nlohmann::json;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class ToolTransferTest : public test::ToolTest {
 protected:
  void SetUp() override { import_catalog(); }

  void write(const std::string& name, const std::string& text) {
    test::write_bytes(folder / name, text);
  }
};

TEST_F(ToolTransferTest, WhatIsExportedIsImportedElsewhere) {
  answer("group create Chat --id chat");
  answer("group add-model chat gpt-4o");
  answer("deployment create gpt-4o prod");

  EXPECT_EQ(answer("export models.jsonl"),
            "exported 1 model group, 53 models, 1 deployment to models.jsonl\n");
  EXPECT_EQ(answer("import models.jsonl --db copy.db"),
            "imported 1 model group, 53 models, 1 deployment\n");
  EXPECT_EQ(answer("export --db copy.db"), test::read_bytes(folder / "models.jsonl"));
  EXPECT_EQ(answer("export | " MODELREG_TOOL " import - --db piped.db"),
            "imported 1 model group, 53 models, 1 deployment\n");
  EXPECT_EQ(json::parse(answer("export models.jsonl --json")).at("models"), 53);
}

TEST_F(ToolTransferTest, AnExportThatFailsLeavesTheFileAsItWas) {
  write("old.jsonl", "old");
  EXPECT_EQ(run("export nowhere/x.jsonl").status, 1);
  EXPECT_THAT(refusal("export old.jsonl --db nowhere.db", 3), HasSubstr("path: does not exist"));
  EXPECT_EQ(test::read_bytes(folder / "old.jsonl"), "old");
  EXPECT_THAT(refusal("export home/.local/share/modelreg/registry.db"),
              HasSubstr("is the registry itself"));
  EXPECT_EQ(json::parse(answer("stats --json")).at("models"), 53);
}

TEST_F(ToolTransferTest, AnExportWritesToADeviceAndThroughALink) {
  EXPECT_EQ(run("export /dev/full").status, 1);
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
  EXPECT_EQ(answer("export /dev/null"), "exported 53 models to /dev/null\n");
  write("target.jsonl", "old");
  std::filesystem::create_symlink("target.jsonl", folder / "link.jsonl");
  answer("export link.jsonl");
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link.jsonl"));
  EXPECT_THAT(test::read_bytes(folder / "target.jsonl"), StartsWith("{\"modelreg_export\":1}"));
}

TEST_F(ToolTransferTest, AFileIsImportedTwiceIfToldHow) {
  const std::string again = "import " MODELREG_SOURCE_DIR "/tests/data/catalog.json";
  EXPECT_THAT(refusal(again),
              EndsWith("\n--if-taken skip leaves what is there, --if-taken update changes it\n"));
  EXPECT_EQ(answer(again + " --if-taken skip"), "imported 0 models; left 53 models as before\n");
  answer("model update gpt-4o --name other");
  EXPECT_EQ(answer(again + " --if-taken update"),
            "imported 0 models; updated 1 model; left 52 models as before\n");
  const auto report = json::parse(answer(again + " --if-taken skip --json"));
  EXPECT_EQ(report.at("models").at("unchanged"), 53);
  EXPECT_EQ(report.at("count"), 53);
}

TEST_F(ToolTransferTest, WhatIsListedAsLinesIsImported) {
  answer("model list --all --jsonl > models.jsonl");
  test::write_bytes(folder / "models.jsonl", answer("model list --all --jsonl"));
  answer("group create Chat --id chat");
  test::write_bytes(folder / "groups.jsonl", answer("group list --jsonl"));

  EXPECT_EQ(answer("import models.jsonl --db copy.db"), "imported 53 models\n");
  EXPECT_EQ(answer("import groups.jsonl --db copy.db"), "imported 1 model group\n");
}

TEST_F(ToolTransferTest, GroupsThatAreNotThereAreNamedMadeOrLeftOut) {
  write("page.json", R"({"current_page": 1, "items": [
    {"name": "a", "model_type": "AGENT", "model_group_id": "grp-1"},
    {"name": "b", "model_type": "AGENT", "model_group_id": "grp-2"}]})");

  EXPECT_THAT(refusal("import page.json", 3),
              HasSubstr("the account lacks grp-1, grp-2; --create-groups makes such groups"));
  EXPECT_EQ(answer("import page.json --without-groups"), "imported 2 models\n");
  EXPECT_EQ(answer("import page.json --create-groups"), "imported 2 model groups, 2 models\n");
  EXPECT_EQ(run("import page.json --create-groups --without-groups").status, 2);
}

TEST_F(ToolTransferTest, CataloguesOfOthersAreImported) {
  const std::string catalogues = MODELREG_SOURCE_DIR "/tests/data/catalogues/";
  EXPECT_EQ(answer("--db a.db import --from litellm " + catalogues + "litellm.json"),
            "imported 6 models\n");
  EXPECT_EQ(answer("--db b.db import --from huggingface " + catalogues + "huggingface.json"),
            "imported 5 models\n");
  EXPECT_EQ(run("import --from excel x").status, 2);
}

TEST_F(ToolTransferTest, ListsAreFilteredAndSorted) {
  EXPECT_EQ(answer("model list --name-contains GPT-4O --sort name:desc --columns id"),
            "gpt-4o-mini\ngpt-4o\n");
  EXPECT_EQ(answer("model list --name GPT-4o --vendor OPENAI --columns name,type"),
            "GPT-4o\tCHAT_COMPLETION\n");
  EXPECT_EQ(answer("model list --created-after 2999-01-01T00:00:00Z"), "");
  EXPECT_NE(answer("model list --all --created-before 2999-01-01T00:00:00"), "");
  EXPECT_NE(answer("model list --all --created-after 2026-01-31"), "");
  EXPECT_THAT(refusal("model list --created-after yesterday"), HasSubstr("2026-01-31T12:00:00Z"));
  EXPECT_THAT(refusal("model list --sort nothing"), HasSubstr("sort_by"));
  EXPECT_THAT(refusal("model list --sort name:up", 1), HasSubstr("asc or desc"));
  answer("group create b --id 1");
  answer("group create a --id 2");
  EXPECT_EQ(answer("group list --sort name"), "2\t0\ta\n1\t0\tb\n");
  EXPECT_EQ(answer("group list --name b --all"), "1\t0\tb\n");
}

TEST_F(ToolTransferTest, ProgramsGetLinesWithTabs) {
  const auto lines = answer("model list --all");
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 53);
  EXPECT_THAT(lines, StartsWith("gpt-4o\tOPENAI\tCHAT_COMPLETION\t\tGPT-4o\n"));
  answer("model create \"$(printf 'a\\tb\\nc')\" --type AGENT --id odd");
  EXPECT_EQ(answer("model list --name-contains b --columns name,multi_turn | grep '^a b c'"),
            "a b c\tyes\n");
  EXPECT_THAT(refusal("model list --columns id,weight"),
              HasSubstr("there is no column weight; there are id, vendor, type"));
}

TEST_F(ToolTransferTest, ATableFitsTheTerminal) {
  const std::string name = "模型" + std::string(60, 'x');
  answer("group create " + name + " --id 0123456789-0123456789");
  for (const int columns : {40, 60, 200}) {
    const auto table = on_terminal("group list", columns);
    EXPECT_THAT(table, HasSubstr("\n0123456789-0123456789  0       模型xx")) << columns;
    EXPECT_EQ(table.find("…") == std::string::npos, columns == 200) << table;
  }
  EXPECT_THAT(on_terminal("group list", 30), HasSubstr("模型x…\n"));
  EXPECT_EQ(answer("group list"), "0123456789-0123456789\t0\t" + name + "\n");
}

TEST_F(ToolTransferTest, ColourIsForTerminalsThatWantIt) {
  const auto seen = [&](const std::string& variables) {
    return run_command(variables + " script -qec '" MODELREG_TOOL " group list' /dev/null").out;
  };

  EXPECT_THAT(seen("TERM=xterm"), StartsWith("\x1b[1mID"));
  EXPECT_THAT(seen("TERM=xterm NO_COLOR=1"), StartsWith("ID"));
  EXPECT_THAT(seen("TERM=dumb"), StartsWith("ID"));
}

}  // namespace
}  // namespace modelreg
