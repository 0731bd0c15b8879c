#include "storage/connection_settings.hpp"

#include <sqlite3.h>

#include <array>
#include <utility>

#include "storage/connection.hpp"

namespace modelreg::storage {
namespace {

// A file is what a stranger may have written, so SQLite gets no more room than a registry needs.
// One record's row is the largest value: five texts of 1 MiB.
constexpr auto limits = std::to_array<std::pair<int, int>>({
    {SQLITE_LIMIT_LENGTH, 8 << 20},
    {SQLITE_LIMIT_SQL_LENGTH, 64 << 10},
    {SQLITE_LIMIT_COLUMN, 64},
    {SQLITE_LIMIT_EXPR_DEPTH, 32},
    {SQLITE_LIMIT_COMPOUND_SELECT, 4},
    {SQLITE_LIMIT_VDBE_OP, 25'000},
    {SQLITE_LIMIT_FUNCTION_ARG, 8},
    {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 64},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 2},  // an instance takes its deployments, and they their pairs
    {SQLITE_LIMIT_WORKER_THREADS, 0},
});

// What a hostile schema could make us run stays off. A file that turns out to be no registry is
// left as it was: its WAL, if it has one, is not written back when we close it.
constexpr auto switches = std::to_array<std::pair<int, int>>({
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
    {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
    {SQLITE_DBCONFIG_DQS_DML, 0},
    {SQLITE_DBCONFIG_DQS_DDL, 0},
    {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
});

}  // namespace

void make_safe(Connection& connection) {
  sqlite3* handle = connection.database().getHandle();
  sqlite3_extended_result_codes(handle, 1);
  for (const auto& [option, value] : switches) sqlite3_db_config(handle, option, value, nullptr);
  for (const auto& [limit, value] : limits) sqlite3_limit(handle, limit, value);
  connection.execute(
      "PRAGMA cell_size_check = ON;"
      "PRAGMA mmap_size = 0;"
      "PRAGMA temp_store = MEMORY;"
      "PRAGMA foreign_keys = ON;"
      "PRAGMA secure_delete = ON;"
      "PRAGMA synchronous = FULL;"
      "PRAGMA fullfsync = ON;");  // through the disk's own cache, where the system asks (macOS)
}

}  // namespace modelreg::storage
