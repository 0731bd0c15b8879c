#pragma once

#include <sqlite3.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

/// The bare calls of SQLite, with no more than is needed to end a benchmark that went wrong.
namespace modelreg::bench {

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using RawDatabase = std::unique_ptr<sqlite3, Close>;
using RawStatement = std::unique_ptr<sqlite3_stmt, Finalize>;

inline void check(bool good, sqlite3* database) {
  if (good) return;
  std::cerr << "benchmark: " << sqlite3_errmsg(database) << '\n';
  std::abort();
}

inline RawDatabase open_raw(const std::string& path = ":memory:") {
  sqlite3* database = nullptr;
  check(sqlite3_open_v2(path.c_str(), &database,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        nullptr) == SQLITE_OK,
        database);
  return RawDatabase(database);
}

inline void execute(const RawDatabase& database, const char* sql) {
  check(sqlite3_exec(database.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK, database.get());
}

inline RawStatement prepare(const RawDatabase& database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v3(database.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                           nullptr) == SQLITE_OK,
        database.get());
  return RawStatement(statement);
}

/// Run a statement without rows to its end.
inline void run(const RawStatement& statement) {
  check(sqlite3_step(statement.get()) == SQLITE_DONE, sqlite3_db_handle(statement.get()));
  sqlite3_reset(statement.get());
}

/// Go to the only row that there is.
inline void step_to_row(const RawStatement& statement) {
  check(sqlite3_step(statement.get()) == SQLITE_ROW, sqlite3_db_handle(statement.get()));
}

inline void bind_value(const RawStatement& statement, int index, const std::string& text) {
  sqlite3_bind_text(statement.get(), index, text.data(), static_cast<int>(text.size()),
                    SQLITE_STATIC);
}
inline void bind_value(const RawStatement& statement, int index, sqlite3_int64 number) {
  sqlite3_bind_int64(statement.get(), index, number);
}

inline std::string text_at(const RawStatement& statement, int column) {
  const auto* const text = sqlite3_column_text(statement.get(), column);
  return {reinterpret_cast<const char*>(text),
          static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), column))};
}

}  // namespace modelreg::bench
