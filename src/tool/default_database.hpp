#pragma once

#include <filesystem>
#include <string>

namespace modelreg::tool {

/// Where the platform keeps a user's data, and in it the folder and the file of the registry. The
/// folder is made if it is missing, for this user alone.
/// Throws: `Error` where the platform names no such place.
[[nodiscard]] std::filesystem::path default_database();

/// The name under which the user is logged in.
[[nodiscard]] std::string login_name();

}  // namespace modelreg::tool
