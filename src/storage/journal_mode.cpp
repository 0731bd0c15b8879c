#include "storage/journal_mode.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "modelreg/error.hpp"
#include "storage/connection.hpp"

namespace modelreg::storage {
namespace {

bool log_is_sound() noexcept { return wal_is_sound(sqlite3_libversion_number()); }

/// The journal mode that the file has afterwards; nothing if others have it open just now. SQLite
/// waits for nobody here.
std::optional<std::string> try_mode(Connection& connection, const char* pragma) {
  try {
    return connection.text(pragma);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::busy) throw;
    return std::nullopt;
  }
}

/// Eight programs may want the log of a new file at once, and each needs the file for itself for a
/// moment.
std::string mode_with_log(Connection& connection) {
  constexpr const char* pragma = "PRAGMA journal_mode = WAL";
  auto mode = try_mode(connection, pragma);
  for (int times = 0; !mode; mode = try_mode(connection, pragma)) {
    if (!connection.busy_handler().wait(times++)) connection.fail(SQLITE_BUSY);
  }
  return *mode;
}

/// The journal under which the header is changed must be gone for good before there is a log: after
/// a power failure it would take the change back, beside the log.
void begin_log(Connection& connection) {
  if (connection.text("PRAGMA journal_mode") == "wal") return;
  connection.execute("PRAGMA synchronous = EXTRA");
  if (mode_with_log(connection) != "wal") {
    throw Error(ErrorCode::storage,
                connection.path() +
                    ": a write-ahead log cannot be kept here, since the file system has no shared "
                    "memory; use Journal::rollback");
  }
  connection.execute("PRAGMA synchronous = FULL");
}

/// A sound log that others use does no harm, and the last of them to open the file ends it.
bool end_log(Connection& connection) {
  return try_mode(connection, "PRAGMA journal_mode = TRUNCATE") == "truncate" || log_is_sound();
}

/// Whether the header of the file itself, and not of what a log makes of it, says that it has a
/// log.
bool has_log_of_its_own(Connection& connection) {
  constexpr sqlite3_int64 write_version = 18;  // sqlite.org/fileformat2.html
  sqlite3_file* file = nullptr;
  sqlite3_file_control(connection.database().getHandle(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  unsigned char version = 0;
  const int code = file->pMethods->xRead(file, &version, 1, write_version);
  if (code != SQLITE_OK) connection.fail(code);
  return version == 2;
}

/// With a rollback journal nobody can read the file from the first page on that is written.
void keep_changes_in_memory(Connection& connection, std::uint64_t bytes) {
  constexpr std::uint64_t bytes_of_a_unit = 1024;
  constexpr std::uint64_t least = 64;
  constexpr std::uint64_t most = std::numeric_limits<std::int32_t>::max();
  const auto units = std::clamp(bytes / bytes_of_a_unit, least, most);
  connection.execute(("PRAGMA cache_spill = -" + std::to_string(units)).c_str());
}

}  // namespace

bool wal_is_sound(int version) noexcept {
  return version >= 3051003 || (version >= 3050007 && version < 3051000) ||
         (version >= 3044006 && version < 3045000);
}

void check_journal(Journal journal) {
  if (journal != Journal::wal || log_is_sound()) return;
  throw Error(ErrorCode::storage,
              std::string("the write-ahead log of SQLite ") + sqlite3_libversion() +
                  " can damage the file (sqlite.org/wal.html, \"The WAL-reset bug\"); use "
                  "SQLite 3.51.3 or newer, or Journal::rollback");
}

bool set_journal_mode(Connection& connection, const Options& options) {
  if (options.journal == Journal::wal) begin_log(connection);
  if (options.durability == Durability::none) connection.execute("PRAGMA synchronous = OFF");
  if (options.journal == Journal::wal) return true;
  keep_changes_in_memory(connection, options.change_memory);
  return end_log(connection);
}

// Whoever uses a log holds a lock on the file, so nobody ends it meanwhile.
void refuse_foreign_log(Connection& connection) {
  if (connection.text("PRAGMA journal_mode") != "wal" || has_log_of_its_own(connection)) return;
  throw Error(ErrorCode::storage,
              connection.path() +
                  ": the file keeps no write-ahead log, and one is beside it, left "
                  "by another file or planted; move it away: " +
                  connection.path() + "-wal");
}

void refuse_log_in_use(const Connection& connection) {
  throw Error(ErrorCode::busy, connection.path() +
                                   ": the file has a write-ahead log, which this version of "
                                   "SQLite can damage, and other programs are using it; close "
                                   "them, so that the log can be removed");
}

}  // namespace modelreg::storage
