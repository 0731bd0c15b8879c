#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "modelreg/model_type.hpp"
#include "tool/commands.hpp"

namespace {

using namespace modelreg::tool;

constexpr int exit_refused = 1;
constexpr int exit_usage = 2;

std::vector<std::string> model_types() {
  std::vector<std::string> texts;
  for (const auto& [type, text] : modelreg::enum_texts<modelreg::ModelType>) {
    texts.emplace_back(text);
  }
  return texts;
}

void add_page_options(CLI::App& command, modelreg::PageRequest& page) {
  command.add_option("--page", page.page, "Which page, from 1")->capture_default_str();
  command.add_option("--limit", page.limit, "Entries per page, 1 to 10000")->capture_default_str();
}

/// The arguments of every command, filled in while the command line is read.
struct Arguments {
  Context context = {};
  std::string file = {};
  std::string group = {};
  std::string model = {};
  NewGroupArguments new_group = {};
  modelreg::PageRequest page = {};
  ModelListArguments models = {};
  CallArguments call = {};
  std::string label = {};
  std::string key = {};
  bool refused = false;
};

void add_options(CLI::App& app, Context& context) {
  app.add_option("--db", context.database,
                 "The registry's file (default: registry.db in the user's data folder)");
  app.add_option("--account", context.account, "The account to act in")->capture_default_str();
  app.add_option("--user", context.user, "The user who acts (default: the login name)");
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

void add_group_commands(CLI::App& app, Arguments& arguments) {
  auto& group = *app.add_subcommand("group", "Model groups")->require_subcommand(1)->fallthrough();

  auto& create = *group.add_subcommand("create", "Create a model group")->fallthrough();
  create.add_option("NAME", arguments.new_group.name, "Its name")->required();
  create.add_option("--id", arguments.new_group.id, "Its id (default: a new UUID)");
  create.add_option("--description", arguments.new_group.description, "What it is for");
  create.callback([&] { create_group(arguments.context, arguments.new_group, std::cout); });

  auto& list = *group.add_subcommand("list", "List the model groups")->fallthrough();
  add_page_options(list, arguments.page);
  list.callback([&] { list_groups(arguments.context, arguments.page, std::cout); });

  auto& show = *group.add_subcommand("show", "Show a model group and its models")->fallthrough();
  show.add_option("GROUP", arguments.group, "The group's id")->required();
  show.callback([&] { show_group(arguments.context, arguments.group, std::cout); });

  auto& add = *group.add_subcommand("add-model", "Add a model to a model group")->fallthrough();
  add.add_option("GROUP", arguments.group, "The group's id")->required();
  add.add_option("MODEL", arguments.model, "The model's id")->required();
  add.callback([&] { add_model(arguments.context, arguments.group, arguments.model, std::cout); });
}

void add_model_commands(CLI::App& app, Arguments& arguments) {
  auto& model = *app.add_subcommand("model", "Models")->require_subcommand(1)->fallthrough();

  auto& list = *model.add_subcommand("list", "List the models")->fallthrough();
  add_page_options(list, arguments.models.page);
  list.add_option("--group", arguments.models.group, "Only those in this model group");
  list.add_option("--type", arguments.models.type, "Only those of this type")
      ->check(CLI::IsMember(model_types()));
  list.callback([&] { list_models(arguments.context, arguments.models, std::cout); });

  auto& show = *model.add_subcommand("show", "Show a model as JSON")->fallthrough();
  show.add_option("MODEL", arguments.model, "The model's id")->required();
  show.callback([&] { show_model(arguments.context, arguments.model, std::cout); });
}

void add_import_command(CLI::App& app, Arguments& arguments) {
  auto& command =
      *app.add_subcommand("import", "Store every model of a JSON file, or none")->fallthrough();
  command.add_option("FILE", arguments.file, "An array of models; - reads the standard input")
      ->required();
  command.callback([&] { import(arguments.context, arguments.file, std::cout); });
}

void add_file_commands(CLI::App& app, Arguments& arguments) {
  auto& check = *app.add_subcommand("check", "Look for damage in the registry")->fallthrough();
  check.callback([&] { arguments.refused = !modelreg::tool::check(arguments.context, std::cout); });

  auto& snapshot =
      *app.add_subcommand("snapshot", "Copy the registry to a new file, while others use it")
           ->fallthrough();
  snapshot.add_option("FILE", arguments.file, "The new file")->required();
  snapshot.callback(
      [&] { modelreg::tool::snapshot(arguments.context, arguments.file, std::cout); });
}

void add_call_command(CLI::App& app, Arguments& arguments) {
  auto& command =
      *app.add_subcommand("call",
                          "Answer requests of the hosted platform's API. Without METHOD, each line "
                          "of the standard input is one, {\"method\", \"target\", \"headers\", "
                          "\"body\"}, and is answered with one line, {\"status\", \"headers\", "
                          "\"body\"}")
           ->fallthrough();
  auto& method = *command.add_option("METHOD", arguments.call.method, "GET, POST, PATCH, DELETE");
  auto& target =
      *command.add_option("TARGET", arguments.call.target, "Path and query: /v4/models?limit=5");
  method.needs(&target);
  command.add_option("--api-key", arguments.call.api_key, "The secret of an API key");
  command.add_option("--body", arguments.call.body, "The JSON to send");
  command
      .add_option_function<std::string>(
          "--edition",
          [&arguments](const std::string& text) {
            arguments.call.edition = modelreg::parse<modelreg::Edition>(text).value();
          },
          "documented (default), or current, which also has VERTEX_AI and display_name")
      ->check(CLI::IsMember({"documented", "current"}));
  command.callback(
      [&] { arguments.refused = !call(arguments.context, arguments.call, std::cin, std::cout); });
}

void add_key_commands(CLI::App& app, Arguments& arguments) {
  auto& key =
      *app.add_subcommand("key", "API keys, for `call`")->require_subcommand(1)->fallthrough();

  auto& create =
      *key.add_subcommand("create", "Create a key for --user in --account")->fallthrough();
  create.add_option("--label", arguments.label, "What it is for");
  create.callback([&] { create_key(arguments.context, arguments.label, std::cout); });

  auto& list = *key.add_subcommand("list", "List the keys of all accounts")->fallthrough();
  list.callback([&] { list_keys(arguments.context, std::cout); });

  auto& revoke = *key.add_subcommand("revoke", "Refuse a key from now on")->fallthrough();
  revoke.add_option("ID", arguments.key, "The key's id")->required();
  revoke.callback([&] { revoke_key(arguments.context, arguments.key, std::cout); });
}

int report(const modelreg::Error& error) {
  std::cerr << "modelreg: " << error.what();
  if (const std::string hint = advice(error); !hint.empty()) std::cerr << "; " << hint;
  std::cerr << '\n';
  return exit_refused;
}

int run(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("A registry of models, model groups and deployments in one SQLite file", "modelreg");
  app.require_subcommand(1);
  app.footer("Exit status: 0 done, 1 refused or failed, 2 wrong usage.");
  add_options(app, arguments.context);
  add_import_command(app, arguments);
  add_group_commands(app, arguments);
  add_model_commands(app, arguments);
  add_call_command(app, arguments);
  add_key_commands(app, arguments);
  add_file_commands(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? EXIT_SUCCESS : exit_usage;
  } catch (const modelreg::Error& error) {
    return report(error);
  }
  std::cout.flush();
  if (std::cout) return arguments.refused ? exit_refused : EXIT_SUCCESS;
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
