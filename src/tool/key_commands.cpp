#include <nlohmann/json.hpp>
#include <string>

#include "tool/answer.hpp"
#include "tool/commands.hpp"
#include "tool/listing.hpp"
#include "tool/record_commands.hpp"

namespace modelreg::tool {
namespace {

struct Arguments {
  std::string label = {};
  std::string key = {};
};

void create(const Context& context, const Arguments& arguments) {
  const auto key = context.new_registry().create_api_key(context.identity(), arguments.label);
  if (context.json) {
    std::cout << to_json_text(key) << '\n';
  } else {
    std::cout << "created API key " << key.id << " for " << key.user_id << " in " << key.account_id
              << "; this is shown once:\n"
              << key.secret << '\n';
  }
}

void list(const Context& context, const Arguments&) {
  const auto keys = context.reader().list_api_keys();
  if (context.json) {
    std::string items;
    for (const auto& key : keys) items += (items.empty() ? "" : ",") + to_json_text(key);
    std::cout << '[' << items << "]\n";
    return;
  }
  print_rows(std::cout, keys);
  if (!is_terminal(stdout)) return;
  std::cout << counted(static_cast<std::int64_t>(keys.size()), "API key") << '\n';
}

void revoke(const Context& context, const Arguments& arguments) {
  context.registry().revoke_api_key(arguments.key);
  if (context.json) {
    print_json(std::cout, {{"id", arguments.key}, {"revoked", true}});
  } else {
    std::cout << "revoked API key " << arguments.key << '\n';
  }
}

}  // namespace

void add_key_commands(CLI::App& app, const Context& context) {
  RecordCommands<Arguments> commands(app, context, "key", "API keys, for `call`");
  auto& arguments = commands.arguments();
  commands.add("create", "Create a key for --user in --account", create)
      .add_option("--label", arguments.label, "What it is for");
  commands.add("list", "List the keys of all accounts", list);
  commands.add("revoke", "Refuse a key from now on", revoke)
      .add_option("ID", arguments.key, "The key's id")
      ->required();
}

}  // namespace modelreg::tool
