#include "storage/migrations.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "modelreg/error.hpp"
#include "storage/connection.hpp"
#include "storage/embedded.hpp"
#include "storage/migration_copy.hpp"
#include "storage/schema_drift.hpp"

namespace modelreg::storage {
namespace {

[[noreturn]] void refuse(const Connection& connection, const std::string& why) {
  throw Error(ErrorCode::schema_mismatch, connection.path() + ": " + why);
}

[[noreturn]] void refuse_drift(Connection& connection, int version) {
  const auto drift = schema_drift(connection, version);
  std::string why = "another program changed the schema of the registry";
  const char* separator = ": ";
  for (const auto& line : lines_of(drift)) {
    why += separator + line;
    separator = ", ";
  }
  const bool all_can_be_mended = std::all_of(
      drift.begin(), drift.end(), [](const SchemaDrift& each) { return !each.remedy.empty(); });
  refuse(connection, all_can_be_mended ? why : why + "; restore the file from a copy");
}

/// The version of the registry in the database, 0 if the database is empty.
int version_of(Connection& connection) {
  const auto mark = connection.integer("PRAGMA application_id");
  const auto version = connection.integer("PRAGMA user_version");
  const bool empty = connection.integer("SELECT count(*) FROM sqlite_schema") == 0;
  if (mark == 0 && version == 0 && empty) return 0;
  if (mark != application_id || version < 1) {
    refuse(connection, "this SQLite database is another program's and no registry");
  }
  if (version > newest_schema_version()) {
    refuse(connection, "the registry has schema version " + std::to_string(version) +
                           ", and this library knows versions up to " +
                           std::to_string(newest_schema_version()) + "; update the program");
  }
  if (!has_schema_of(connection, static_cast<int>(version))) {
    refuse_drift(connection, static_cast<int>(version));
  }
  return static_cast<int>(version);
}

void check_may_migrate(const Connection& connection, int version, const Options& options) {
  if (version == 0 && (options.read_only || !options.create_if_missing)) {
    refuse(connection, "the file is empty and no registry");
  }
  if (options.read_only) {
    refuse(connection, "the registry has schema version " + std::to_string(version) +
                           "; open it for writing once, so that it becomes version " +
                           std::to_string(newest_schema_version()));
  }
  if (version > 0 && !options.migrate) {
    refuse(connection, "the registry has schema version " + std::to_string(version) +
                           ", and this library writes version " +
                           std::to_string(newest_schema_version()) +
                           "; open it with Options::migrate, which copies it first");
  }
}

/// The statements that turn a registry of version `from` into one of version `to`, 0 being an empty
/// database.
std::string migration_sql(int from, int to) {
  std::string sql;
  for (int version = from; version < to; ++version) {
    sql += embedded_migrations()[static_cast<std::size_t>(version)].text;
  }
  sql += "PRAGMA application_id = " + std::to_string(application_id) + ";";
  sql += "PRAGMA user_version = " + std::to_string(to) + ";";
  return sql;
}

/// Run `work` between `begin` and COMMIT.
template <class Work>
auto in_transaction(Connection& connection, const char* begin, Work work) {
  connection.execute(begin);
  try {
    const auto result = work();
    connection.execute("COMMIT");
    return result;
  } catch (...) {
    if (connection.in_transaction()) connection.database().tryExec("ROLLBACK");
    throw;
  }
}

/// Whether the copy is removed once the migration has failed with `error`: where the disk failed in
/// the middle of the commit, the registry may be the new one.
bool is_certainly_as_before(const Error& error) {
  return (error.sqlite_code() & 0xff) != SQLITE_IOERR;
}

/// Foreign keys are off while it lives, so that a migration can make a table anew that others refer
/// to; within a transaction they cannot be switched.
class ForeignKeysOff {
 public:
  explicit ForeignKeysOff(Connection& connection) : connection_(connection) {
    connection_.execute("PRAGMA foreign_keys = OFF");
  }
  ~ForeignKeysOff() { connection_.database().tryExec("PRAGMA foreign_keys = ON"); }
  ForeignKeysOff(const ForeignKeysOff&) = delete;
  ForeignKeysOff& operator=(const ForeignKeysOff&) = delete;

 private:
  Connection& connection_;
};

void migrate(Connection& connection) {
  std::optional<MigrationCopy> copy;
  try {
    const ForeignKeysOff none_while_migrating(connection);
    in_transaction(connection, "BEGIN IMMEDIATE", [&] {
      const int version = version_of(connection);  // others may have been faster: look again
      if (version == newest_schema_version()) return version;
      if (version > 0) copy.emplace(connection, newest_schema_version());
      connection.execute(migration_sql(version, newest_schema_version()).c_str());
      return version;
    });
  } catch (const Error& error) {
    if (copy && !is_certainly_as_before(error)) copy->keep();
    throw;
  }
  if (copy) copy->keep();
}

}  // namespace

int newest_schema_version() { return static_cast<int>(embedded_migrations().size()); }

void write_schema(SQLite::Database& database, int version) {
  database.exec(migration_sql(0, version));
}

void check_is_newest(Connection& connection) {
  const int version = version_of(connection);
  if (version == newest_schema_version()) return;
  refuse(connection, version == 0
                         ? "another program emptied the registry; restore it from a copy"
                         : "another program replaced the registry by one of schema version " +
                               std::to_string(version) +
                               "; open it anew, so that it becomes version " +
                               std::to_string(newest_schema_version()));
}

void accept_or_migrate(Connection& connection, const Options& options) {
  const int version = in_transaction(connection, "BEGIN", [&] { return version_of(connection); });
  if (version == newest_schema_version()) return;
  check_may_migrate(connection, version, options);
  migrate(connection);
}

}  // namespace modelreg::storage
