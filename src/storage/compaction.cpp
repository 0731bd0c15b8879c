#include "storage/compaction.hpp"

#include <sqlite3.h>

#include <string>

#include "storage/connection.hpp"

namespace modelreg::storage {
namespace {

/// While it lives, SQLite does not look for rows that refer to one that is deleted. For each it
/// would read all instances, since they have no index by their documents.
class NoForeignKeys {
 public:
  explicit NoForeignKeys(Connection& connection) : handle_(connection.database().getHandle()) {
    enforce(0);
  }
  ~NoForeignKeys() { enforce(1); }
  NoForeignKeys(const NoForeignKeys&) = delete;
  NoForeignKeys& operator=(const NoForeignKeys&) = delete;

 private:
  void enforce(int on) const noexcept {
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, on, nullptr);
  }

  sqlite3* handle_;
};

/// While it lives, SQLite may have a second database, in a temporary file: VACUUM writes it there
/// first, and a large one must not fill the memory. Others cannot read while it is written back.
class RoomForCopy {
 public:
  explicit RoomForCopy(Connection& connection)
      : connection_(connection),
        kept_in_memory_("PRAGMA cache_spill = " + connection.text("PRAGMA cache_spill")) {
    connection.execute("PRAGMA temp_store = FILE; PRAGMA cache_spill = 1");
    attached_ = sqlite3_limit(connection.database().getHandle(), SQLITE_LIMIT_ATTACHED, 1);
  }
  ~RoomForCopy() {
    SQLite::Database& database = connection_.database();
    sqlite3_limit(database.getHandle(), SQLITE_LIMIT_ATTACHED, attached_);
    database.tryExec("PRAGMA temp_store = MEMORY");  // if that fails, it is no harm
    database.tryExec(kept_in_memory_.c_str());
  }
  RoomForCopy(const RoomForCopy&) = delete;
  RoomForCopy& operator=(const RoomForCopy&) = delete;

 private:
  Connection& connection_;
  std::string kept_in_memory_;  // how much of a change
  int attached_ = 0;
};

}  // namespace

void delete_unused_documents(Connection& connection) {
  const NoForeignKeys none(connection);
  connection.execute(
      "DELETE FROM json_document WHERE key NOT IN"
      " (SELECT request_schema FROM model_instance UNION SELECT response_schema FROM "
      "model_instance)");
}

void rewrite(Connection& connection) {
  if (connection.in_transaction()) return;  // a registry in memory, since its mark
  const RoomForCopy room(connection);
  connection.execute("VACUUM");
  // A write-ahead log holds what was deleted, too, until it is written back. Readers may be in the
  // way; then the last program to close the file does it.
  if (!connection.is_in_memory()) connection.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace modelreg::storage
