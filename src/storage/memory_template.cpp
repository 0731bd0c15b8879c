#include "storage/memory_template.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Exception.h>

#include <mutex>

#include "storage/connection.hpp"
#include "storage/migrations.hpp"
#include "storage/sqlite_error.hpp"

namespace modelreg::storage {
namespace {

SQLite::Database make_template() {
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE);
  write_schema(database, newest_schema_version());
  return database;
}

}  // namespace

void copy_newest_schema(Connection& connection) {
  try {
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    static SQLite::Database original = make_template();
    SQLite::Backup backup(connection.database(), original);
    backup.executeStep();
  } catch (const SQLite::Exception& error) {
    connection.fail(code_of(error));
  }
}

}  // namespace modelreg::storage
