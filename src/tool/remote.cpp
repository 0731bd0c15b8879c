#include "tool/remote.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "modelreg/error.hpp"
#include "tool/read_file.hpp"

namespace modelreg::tool {
namespace {

bool can_be_header(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char character) {
    return static_cast<unsigned char>(character) < 0x20 || character == 0x7F;
  });
}

/// What the file or the variable holds. The last line of a file may have an end.
std::string key_text(const Remote& remote) {
  if (remote.key_file) {
    std::string text = read_file(remote.key_file->string());
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    return text;
  }
  const char* const key = std::getenv("MODELREG_API_KEY");
  return key == nullptr ? "" : key;
}

}  // namespace

void add_remote_options(CLI::App& command, Remote& remote, const char* url_option,
                        const char* what) {
  remote.url_option = url_option;
  command.add_option(url_option, remote.url, what)->required()->option_text("URL REQUIRED");
  command
      .add_option_function<std::string>(
          "--key-file", [&remote](const std::string& path) { remote.key_file = path; },
          "A file with the API key; - reads it. Without it the variable MODELREG_API_KEY has it")
      ->option_text("FILE");
  command.add_flag("--insecure", remote.insecure,
                   "Admit http:// to another machine, though others can read the key on the way");
}

std::string api_key_of(const Remote& remote) {
  std::string key = key_text(remote);
  const std::string where = remote.key_file ? "the file of --key-file" : "MODELREG_API_KEY";
  if (key.empty()) {
    throw Error(ErrorCode::invalid_argument,
                "there is no API key in " + where +
                    (remote.key_file ? "" : "; set it, or name a file with --key-file"));
  }
  if (!can_be_header(key)) {
    throw Error(ErrorCode::invalid_argument,
                "the API key in " + where +
                    " has a line end or another control character; it must be one line of text");
  }
  return key;
}

Client client_of(const Remote& remote, const Context& context, ClientOptions options) {
  options.api_key = api_key_of(remote);
  options.account_id = context.account;
  return {transport_to(remote), std::move(options)};
}

}  // namespace modelreg::tool
