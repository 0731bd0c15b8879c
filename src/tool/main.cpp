#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "tool/commands.hpp"
#include "tool/examples.hpp"
#include "tool/help.hpp"
#include "tool/terminal.hpp"

namespace {

using namespace modelreg::tool;
using modelreg::ErrorCode;

constexpr int exit_refused = 1;
constexpr int exit_usage = 2;
constexpr int exit_not_found = 3;
constexpr int exit_busy = 4;

/// An empty argument is mostly a variable of a script that is not set.
const CLI::Validator not_empty(
    [](const std::string& text) { return text.empty() ? "must not be empty" : ""; }, "", "");

void add_options(CLI::App& app, Context& context) {
  app.add_option("--db", context.database,
                 "The registry's file (default: registry.db in the user's data folder)")
      ->envname("MODELREG_DB")
      ->check(not_empty);
  app.add_option("--account", context.account, "The account to act in")
      ->capture_default_str()
      ->check(not_empty);
  app.add_option("--user", context.user, "The user who acts (default: the login name)")
      ->check(not_empty);
  app.add_option_function<std::string>(
         "--trust",
         [&context](const std::string& text) {
           context.trust = text == "any" ? modelreg::Trust::any : modelreg::Trust::owner;
         },
         "Whose file may be written: the user's own (default), or any")
      ->check(CLI::IsMember({"owner", "any"}))
      ->option_text("owner|any");
  app.add_flag("--json", context.json, "Answer with JSON, for programs");
}

int report(const modelreg::Error& error) {
  std::cerr << bold(stderr, "modelreg:") << ' ' << error.what();
  if (const std::string hint = advice(error); !hint.empty()) std::cerr << "; " << hint;
  std::cerr << '\n';
  if (error.code() == ErrorCode::not_found) return exit_not_found;
  return error.code() == ErrorCode::busy ? exit_busy : exit_refused;
}

int run(int argc, char** argv) {
  Context context;
  bool refused = false;
  CLI::App app("A registry of models, model groups and deployments in one SQLite file", "modelreg");
  app.require_subcommand(1);
  app.footer(
      "Exit status: 0 done, 1 refused or failed, 2 wrong usage, 3 not found, 4 busy: try again.");
  add_options(app, context);
  add_transfer_commands(app, context);
  add_group_commands(app, context);
  add_model_commands(app, context);
  add_deployment_commands(app, context);
  add_overview_commands(app, context);
  add_call_command(app, context, refused);
  add_serve_command(app, context);
  add_mirror_commands(app, context, refused);
  add_conformance_command(app, context, refused);
  add_key_commands(app, context);
  add_file_commands(app, context, refused);
  add_help_commands(app);
  add_examples(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? EXIT_SUCCESS : exit_usage;
  } catch (const modelreg::Error& error) {
    return report(error);
  }
  std::cout.flush();
  if (std::cout) return refused ? exit_refused : EXIT_SUCCESS;
  std::cerr << "modelreg: the answer could not be written to the standard output\n";
  return exit_refused;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "modelreg: " << error.what() << '\n';
    return exit_refused;
  }
}
