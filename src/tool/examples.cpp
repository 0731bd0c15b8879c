#include "tool/examples.hpp"

#include <array>
#include <string>

namespace modelreg::tool {
namespace {

struct Example {
  const char* noun;  ///< Empty: the command is one of its own.
  const char* command;
  const char* line;
};

/// A test runs each of them, in a registry with the catalogue of the tests and a little more.
constexpr std::array<Example, 36> examples{{
    {"", "import", "modelreg import catalog.json --if-taken skip"},
    {"", "export", "modelreg export models.jsonl"},
    {"group", "create", R"(modelreg group create "Rerankers" --id rerankers)"},
    {"group", "list", "modelreg group list --sort name"},
    {"group", "show", R"(modelreg group show "Chat models")"},
    {"group", "update", R"(modelreg group update chat --description "To talk")"},
    {"group", "delete", "modelreg group delete chat --yes"},
    {"group", "add-model", "modelreg group add-model chat o1 gpt-4-turbo"},
    {"group", "remove-model", "modelreg group remove-model chat gpt-4o-mini"},
    {"model", "create", R"(modelreg model create "Our summariser" --type COMPLETION)"},
    {"model", "list", "modelreg model list --vendor OPENAI --sort name --columns id"},
    {"model", "show", "modelreg model show gpt-4o"},
    {"model", "update", R"(modelreg model update gpt-4o --description "Quick")"},
    {"model", "delete", "modelreg model delete GPT-4 --yes"},
    {"deployment", "create", "modelreg deployment create gpt-4o staging"},
    {"deployment", "list", "modelreg deployment list --model gpt-4o"},
    {"deployment", "show", "modelreg deployment show production"},
    {"deployment", "update", "modelreg deployment update production --name live"},
    {"deployment", "delete", "modelreg deployment delete production --yes"},
    {"", "tree", "modelreg tree"},
    {"", "graph", "modelreg graph > models.dot"},
    {"", "stats", "modelreg stats"},
    {"", "call", R"(modelreg call GET /v4/models --api-key-file key.txt)"},
    {"", "serve", "modelreg serve --port 8642"},
    {"", "pull", "modelreg pull --from http://127.0.0.1:8642 --key-file key.txt"},
    {"", "push", "modelreg push --to http://127.0.0.1:8642 --key-file key.txt --dry-run"},
    {"", "conformance", "modelreg conformance --against http://127.0.0.1:8642 --key-file key.txt"},
    {"key", "create", "modelreg key create --label laptop"},
    {"key", "list", "modelreg key list"},
    {"key", "revoke", R"_(modelreg key revoke "$(modelreg key list | head -1 | cut -f 1)")_"},
    {"", "check", "modelreg check"},
    {"", "snapshot", "modelreg snapshot models-backup.db"},
    {"", "compact", "modelreg compact"},
    {"", "completion", "modelreg completion bash > modelreg.bash"},
    {"", "manual", "modelreg manual > modelreg.1"},
    {"", "", "modelreg --db models.db import catalog.json"},
}};

}  // namespace

void add_examples(CLI::App& app) {
  for (const auto& [noun, command, line] : examples) {
    CLI::App* of = &app;
    if (*noun != '\0') of = of->get_subcommand(noun);
    if (*command != '\0') of = of->get_subcommand(command);
    const std::string more = of->get_footer();
    of->footer("Example: " + std::string(line) + (more.empty() ? "" : "\n" + more));
  }
}

}  // namespace modelreg::tool
