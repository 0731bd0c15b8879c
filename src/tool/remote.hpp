#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "modelreg/client.hpp"
#include "modelreg/transport.hpp"
#include "tool/context.hpp"

/// A model registry on another machine, or the platform, as commands are told of it.
namespace modelreg::tool {

struct Remote {
  std::string url;
  std::optional<std::filesystem::path> key_file;  ///< Without one, `MODELREG_API_KEY` has the key.
  bool insecure = false;                          ///< Admits `http://` to other machines.
  std::string url_option;                         ///< What messages call the URL.
};

/// Offer `url_option`, such as `--from`, which is required and is for `what`, `--key-file` and
/// `--insecure`. An API key is no argument: other users see those.
void add_remote_options(CLI::App& command, Remote& remote, const char* url_option,
                        const char* what);

/// Throws: `invalid_argument` if there is none, or it has what no header can hold; `not_found` if
/// the file cannot be read.
[[nodiscard]] std::string api_key_of(const Remote& remote);

/// Throws: `invalid_argument`, in the words of the options, if the URL cannot be used;
/// `unavailable` if the command was built without libcurl.
[[nodiscard]] std::shared_ptr<Transport> transport_to(const Remote& remote);

/// A client that acts in the account of `context`. `options` are its others.
/// Throws: as both.
[[nodiscard]] Client client_of(const Remote& remote, const Context& context,
                               ClientOptions options = {});

}  // namespace modelreg::tool
