#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "modelreg/error.hpp"
#include "tool/call.hpp"
#include "tool/commands.hpp"
#include "tool/read_file.hpp"

namespace modelreg::tool {
namespace {

struct Arguments {
  std::string method = {};  ///< Empty: requests come from the standard input.
  std::string target = {};
  std::optional<std::string> api_key = {};
  std::optional<std::string> api_key_file = {};
  std::string body = {};
  Edition edition = Edition::documented;
};

/// The secret that the request is made with. In an argument every user of the machine can read it.
std::string api_key(const Arguments& arguments) {
  if (arguments.api_key_file) {
    std::string text = read_file(*arguments.api_key_file);
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    return text;
  }
  if (arguments.api_key) {
    std::cerr << "modelreg: other users can see --api-key in the list of processes; better set "
                 "MODELREG_API_KEY, or name a file with --api-key-file\n";
    return *arguments.api_key;
  }
  const char* const key = std::getenv("MODELREG_API_KEY");
  return key == nullptr ? "" : key;
}

/// False if the request was refused.
bool call(const Context& context, const Arguments& arguments) {
  Registry registry = context.registry();
  const HandleOptions options{.edition = arguments.edition};
  if (arguments.method.empty()) {
    answer_lines(registry, options, std::cin, std::cout);
    return true;
  }
  const Response response = handle(registry,
                                   {.method = arguments.method,
                                    .target = arguments.target,
                                    .headers = {{"x-api-key", api_key(arguments)}},
                                    .body = arguments.body},
                                   options);
  std::cout << response.body << '\n';
  return response.status < 400;
}

}  // namespace

void add_call_command(CLI::App& app, const Context& context, bool& refused) {
  const auto arguments = std::make_shared<Arguments>();
  auto& command =
      *app.add_subcommand("call",
                          "Answer requests of the hosted platform's API. Without METHOD, each line "
                          "of the standard input is one, {\"method\", \"target\", \"headers\", "
                          "\"body\"}, and is answered with one line, {\"status\", \"headers\", "
                          "\"body\"}")
           ->fallthrough();
  auto& method = *command.add_option("METHOD", arguments->method, "GET, POST, PATCH, DELETE");
  auto& target =
      *command.add_option("TARGET", arguments->target, "Path and query: /v4/models?limit=5");
  method.needs(&target);
  command.add_option("--api-key", arguments->api_key,
                     "The secret of an API key, which other users can then see; better is the "
                     "variable MODELREG_API_KEY, or");
  command.add_option("--api-key-file", arguments->api_key_file,
                     "A file with the secret; - reads it");
  command.add_option("--body", arguments->body, "The JSON to send");
  command
      .add_option_function<std::string>(
          "--edition",
          [arguments](const std::string& text) {
            arguments->edition = parse<Edition>(text).value();
          },
          "documented (default), or current, which also has VERTEX_AI and display_name")
      ->check(CLI::IsMember({"documented", "current"}));
  command.callback([&context, arguments, &refused] { refused = !call(context, *arguments); });
}

}  // namespace modelreg::tool
