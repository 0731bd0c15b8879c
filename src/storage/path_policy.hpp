#pragma once

#include <filesystem>
#include <string>

#include "modelreg/options.hpp"

namespace modelreg::storage {

/// The absolute name, with a canonical parent, under which SQLite may open the registry at `path`.
/// A file that is missing and may be created is created, empty and with mode 0600.
///
/// Looks at the file by its name alone: a descriptor on it, once closed, would take SQLite's locks
/// with it. The caller holds the lock of `opening_mutex()`.
/// Throws: `invalid_argument` if no registry may live there; `not_found`; `storage`.
[[nodiscard]] std::string registry_path(const std::filesystem::path& path, const Options& options);

}  // namespace modelreg::storage
