#pragma once

#include <string_view>

#include "modelreg/error.hpp"

namespace modelreg::storage {

/// What SQLite's extended result code `sqlite_code` means to the caller of a registry kept in
/// `place`, which is a path or "memory". The one place where SQLite's codes become errors.
[[nodiscard]] Error to_error(int sqlite_code, std::string_view place);

}  // namespace modelreg::storage
