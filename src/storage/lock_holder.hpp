#pragma once

#include <string>

namespace modelreg::storage {

/// Which other process has the file at `path` locked, such as `process 4711 (modelreg)`; empty
/// where the system does not tell. The file itself is not opened: closing it would drop SQLite's
/// locks.
[[nodiscard]] std::string lock_holder(const std::string& path);

}  // namespace modelreg::storage
