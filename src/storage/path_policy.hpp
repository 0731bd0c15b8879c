#pragma once

#include <filesystem>
#include <mutex>
#include <string>

#include "modelreg/options.hpp"

namespace modelreg::storage {

/// Held while a file is found or created, and handed to SQLite: while the descriptor that creates
/// it is open no other thread may open it, or closing the descriptor would drop that one's locks.
/// Never held while a lock of SQLite is waited for.
[[nodiscard]] std::mutex& opening_mutex();

/// The absolute name, with a canonical parent, under which SQLite may open the registry at `path`.
/// A file that is missing and may be created is created, empty and with mode 0600.
///
/// Looks at the file by its name alone: a descriptor on it, once closed, would take SQLite's locks
/// with it. The caller holds the lock of `opening_mutex()`.
/// Throws: `invalid_argument` if no registry may live there; `not_found`; `storage`.
[[nodiscard]] std::string registry_path(const std::filesystem::path& path, const Options& options);

/// The same for a file that must not exist and is created.
[[nodiscard]] std::string new_registry_path(const std::filesystem::path& path);

}  // namespace modelreg::storage
