#include "storage/journal_mode.hpp"

#include <sqlite3.h>

#include "modelreg/error.hpp"
#include "storage/connection.hpp"

namespace modelreg::storage {

bool wal_is_sound(int version) noexcept {
  return version >= 3051003 || (version >= 3050007 && version < 3051000) ||
         (version >= 3044006 && version < 3045000);
}

void set_journal_mode(Connection& connection, Durability durability) {
  if (durability == Durability::none) connection.execute("PRAGMA synchronous = OFF");
  if (durability == Durability::full && wal_is_sound(sqlite3_libversion_number())) {
    if (connection.text("PRAGMA journal_mode = WAL") == "wal") return;
  }
  if (connection.text("PRAGMA journal_mode = TRUNCATE") != "truncate") {
    throw Error(ErrorCode::busy, connection.place() +
                                     ": the file has a write-ahead log, which this version of "
                                     "SQLite can damage, and other programs are using it; close "
                                     "them, so that the log can be removed");
  }
}

}  // namespace modelreg::storage
