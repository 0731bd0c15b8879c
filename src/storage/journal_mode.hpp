#pragma once

#include "modelreg/options.hpp"

namespace modelreg::storage {

class Connection;

/// Whether the write-ahead log of SQLite `version` (as in `sqlite3_libversion_number()`) is sound.
/// Before 3.51.3 a checkpoint could race with a restart of the log and corrupt the file; 3.50.7 and
/// 3.44.6 have the fix too (sqlite.org/wal.html, "The WAL-reset bug").
[[nodiscard]] bool wal_is_sound(int version) noexcept;

/// Throws: `storage` if it is the write-ahead log, and that of this process is not sound.
void check_journal(Journal journal);

/// Choose how `connection` makes changes durable. False if the file has a write-ahead log that must
/// go, and others have it open: only closing the connection lets go of the log.
///
/// TRUNCATE with FULL lost nothing in a simulation of power failures, DELETE with FULL did. A log
/// lets readers read on while a change is written.
/// Throws: `busy` if others kept the file locked.
[[nodiscard]] bool set_journal_mode(Connection& connection, const Options& options);

/// Throws: `storage` if SQLite found a write-ahead log beside a file that keeps none. It would read
/// the file as the log has it, and SQLite itself leaves no such log, whatever moment it dies at: it
/// ends a log before the file says that there is none.
void refuse_foreign_log(Connection& connection);

/// Throws: `busy`, with words for a log that others do not let go of.
[[noreturn]] void refuse_log_in_use(const Connection& connection);

}  // namespace modelreg::storage
