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
/// A link is followed where the options allow one. A file that is missing and may be created is
/// created, empty and with mode 0600.
///
/// Looks at the file, and at those that SQLite keeps beside it, by their names alone: a descriptor
/// on it, once closed, would take SQLite's locks with it. The caller holds the lock of
/// `opening_mutex()`.
/// Throws: `invalid_argument` if no registry may live there, or if what is beside it may be
/// somebody else's; `not_found`; `storage`.
[[nodiscard]] std::string registry_path(const std::filesystem::path& path, const Options& options);

/// Whether a file that cannot be locked, since it is kept with a write-ahead log and none can be
/// made beside it, can be read without locks: no half change is left beside it, and nobody can
/// begin one, since the medium is read-only or nobody may write to the folder. `path` is what
/// `registry_path` returned.
[[nodiscard]] bool is_unchangeable(const std::string& path);

/// Create an empty file with mode 0600. False if something has that name already.
/// Throws: `storage`.
bool create_private_file(const std::string& path);

/// The same for a file that must not exist and is created.
[[nodiscard]] std::string new_registry_path(const std::filesystem::path& path, Trust trust);

}  // namespace modelreg::storage
