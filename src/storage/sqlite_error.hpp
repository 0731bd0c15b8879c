#pragma once

#include <SQLiteCpp/Exception.h>

#include <string_view>

#include "modelreg/error.hpp"

namespace modelreg::storage {

/// What SQLite's extended result code `sqlite_code` means to the caller of a registry kept in
/// `place`, which is a path or "memory". The one place where SQLite's codes become errors.
[[nodiscard]] Error to_error(int sqlite_code, std::string_view place);

/// The extended result code of a failure; the plain one where there is no other, as of a backup.
[[nodiscard]] int code_of(const SQLite::Exception& failure) noexcept;

}  // namespace modelreg::storage
