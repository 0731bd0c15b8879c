#pragma once

#include "modelreg/options.hpp"

namespace modelreg::storage {

class Connection;

/// Whether the write-ahead log of SQLite `version` (as in `sqlite3_libversion_number()`) is sound.
/// Before 3.51.3 a checkpoint could race with a restart of the log and corrupt the file; 3.50.7 and
/// 3.44.6 have the fix too (sqlite.org/wal.html, "The WAL-reset bug").
[[nodiscard]] bool wal_is_sound(int version) noexcept;

/// Choose how `connection` makes changes durable.
///
/// TRUNCATE with FULL lost nothing in a simulation of power failures, DELETE with FULL did; a log
/// is faster still, where the SQLite of this process has a sound one.
/// Throws: `busy` if the file has a log that cannot be trusted and others are using it.
void set_journal_mode(Connection& connection, Durability durability);

}  // namespace modelreg::storage
