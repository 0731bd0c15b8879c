#include "tool/default_database.hpp"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <string_view>
#include <system_error>

#include "modelreg/error.hpp"

namespace modelreg::tool {
namespace {

namespace fs = std::filesystem;

/// An absolute path in the environment; the XDG specification has relative ones ignored.
std::optional<fs::path> absolute_path_in(const char* variable) {
  const char* const value = std::getenv(variable);
  if (value == nullptr || *value != '/') return std::nullopt;
  return fs::path(value);
}

fs::path data_folder() {
#ifdef __APPLE__
  if (const auto home = absolute_path_in("HOME")) return *home / "Library/Application Support";
#else
  if (const auto data = absolute_path_in("XDG_DATA_HOME")) return *data;
  if (const auto home = absolute_path_in("HOME")) return *home / ".local/share";
#endif
  throw Error(ErrorCode::not_found,
              "there is no home folder to keep the registry in; name its file with --db PATH");
}

}  // namespace

fs::path default_database() {
  const fs::path folder = data_folder() / "modelreg";
  std::error_code error;
  fs::create_directories(folder.parent_path(), error);
  if (error) {
    throw Error(ErrorCode::storage, folder.parent_path().string() +
                                        ": the folder cannot be created: " + error.message() +
                                        "; name the registry's file with --db PATH");
  }
  ::mkdir(folder.c_str(), S_IRWXU);  // whatever is wrong with it shows when the file is opened
  return folder / "registry.db";
}

std::string login_name() {
  const passwd* const user = ::getpwuid(::geteuid());
  return user != nullptr && *user->pw_name != '\0' ? user->pw_name : std::to_string(::geteuid());
}

}  // namespace modelreg::tool
