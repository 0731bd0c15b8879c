#include "storage/connection.hpp"

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include <array>
#include <mutex>
#include <utility>

#include "base/fork.hpp"
#include "modelreg/error.hpp"
#include "storage/integrity.hpp"
#include "storage/journal_mode.hpp"
#include "storage/memory_template.hpp"
#include "storage/migrations.hpp"
#include "storage/path_policy.hpp"
#include "storage/sqlite_error.hpp"

namespace modelreg::storage {
namespace {

using std::chrono::steady_clock;

constexpr int oldest_sqlite = 3037000;  // the first with STRICT tables
constexpr std::chrono::seconds longest_statement{5};
constexpr int operations_between_looks_at_the_clock = 1000;

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
    {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
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

void check_library() {
  if (sqlite3_libversion_number() < oldest_sqlite) {
    throw Error(ErrorCode::storage,
                std::string("SQLite 3.37 or newer is needed, and this is ") + sqlite3_libversion());
  }
  if (sqlite3_threadsafe() == 0) {
    throw Error(ErrorCode::storage, "SQLite was built without support for threads");
  }
}

/// Called now and then while a statement runs. The time starts at the first call: most statements
/// end before, and need not look at the clock.
int look_at_the_clock(void* place) {
  base::let_fork();
  auto& deadline = *static_cast<std::optional<steady_clock::time_point>*>(place);
  const auto now = steady_clock::now();
  if (!deadline) deadline = now + longest_statement;
  return now > *deadline ? 1 : 0;
}

}  // namespace

Connection::Connection(const std::optional<std::filesystem::path>& path, const Options& options)
    : is_in_memory_(!path), busy_handler_(options.busy_timeout) {
  check_library();
  if (path) {
    check_journal(options.journal);
    open_registry(*path, options);
  } else {
    open(path, options);
    copy_newest_schema(*this);
  }
  limit_time(true);
}

Connection::Connection(const Connection& first, Options options)
    : is_in_memory_(false), busy_handler_(options.busy_timeout) {
  options.create_if_missing = false;
  first.check_not_moved();
  open(first.path_, options);
  first.check_not_moved();  // neither before it was opened nor meanwhile
  check_not_moved();
  // A change that another program left behind may have to be rolled back.
  if (!options.read_only && text("PRAGMA journal_mode") != "wal") {
    (void)text("PRAGMA journal_mode = TRUNCATE");
  }
  limit_time(true);
}

void Connection::open_registry(const std::filesystem::path& path, const Options& options) {
  for (int times = 0; !try_open_registry(path, options);) {
    file_.reset();
    database_.reset();
    if (!busy_handler_.wait(times++)) refuse_log_in_use(*this);
  }
}

/// False if only closing it lets others go on.
bool Connection::try_open_registry(const std::filesystem::path& path, const Options& options) {
  open(path, options);
  verify(*this, options.verify);
  accept_or_migrate(*this, options);
  sqlite3_db_config(database_->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
  return options.read_only || set_journal_mode(*this, options);
}

void Connection::open(const std::optional<std::filesystem::path>& path, const Options& options) {
  connect(path, options);
  configure();
}

void Connection::connect(const std::optional<std::filesystem::path>& path, const Options& options) {
  const std::lock_guard lock(opening_mutex());
  OpenFile::let_go_of_inherited();
  path_ = path ? registry_path(*path, options) : "memory";
  const int access = options.read_only && path ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE;
  try {
    database_.emplace(path ? path_ : ":memory:",
                      access | SQLite::OPEN_NOFOLLOW | SQLite::OPEN_NOMUTEX);
  } catch (const SQLite::Exception& error) {
    fail(error.getExtendedErrorCode());
  }
  file_.emplace(database_->getHandle());
  if (access == SQLite::OPEN_READWRITE &&
      sqlite3_db_readonly(database_->getHandle(), "main") != 0) {
    fail(SQLITE_READONLY);
  }
}

void Connection::configure() {
  sqlite3* handle = database_->getHandle();
  busy_handler_.serve(handle);  // before the first statement, which may already have to wait
  sqlite3_extended_result_codes(handle, 1);
  for (const auto& [option, value] : switches) sqlite3_db_config(handle, option, value, nullptr);
  for (const auto& [limit, value] : limits) sqlite3_limit(handle, limit, value);
  execute(
      "PRAGMA cell_size_check = ON;"
      "PRAGMA mmap_size = 0;"
      "PRAGMA temp_store = MEMORY;"
      "PRAGMA foreign_keys = ON;"
      "PRAGMA secure_delete = ON;"
      "PRAGMA synchronous = FULL;");
}

void Connection::execute(const char* sql) {
  const int code = database_->tryExec(sql);
  if (code != SQLITE_OK) fail(database_->getExtendedErrorCode());
}

std::int64_t Connection::integer(const char* sql) {
  try {
    SQLite::Statement statement(*database_, sql);
    statement.executeStep();
    return statement.getColumn(0).getInt64();
  } catch (const SQLite::Exception& error) {
    fail(error.getExtendedErrorCode());
  }
}

std::string Connection::text(const char* sql) {
  std::vector<std::string> texts;
  append_texts(sql, texts);
  return texts.at(0);
}

void Connection::append_texts(const char* sql, std::vector<std::string>& texts) {
  try {
    SQLite::Statement statement(*database_, sql);
    while (statement.executeStep()) texts.push_back(statement.getColumn(0).getString());
  } catch (const SQLite::Exception& error) {
    fail(error.getExtendedErrorCode());
  }
}

bool Connection::in_transaction() const noexcept {
  return sqlite3_get_autocommit(database_->getHandle()) == 0;
}

unsigned Connection::data_version() const noexcept {
  unsigned version = 0;
  sqlite3_file_control(database_->getHandle(), "main", SQLITE_FCNTL_DATA_VERSION, &version);
  return version;
}

void Connection::limit_time(bool limited) noexcept {
  restart_deadline();
  sqlite3_progress_handler(database_->getHandle(), operations_between_looks_at_the_clock,
                           limited ? look_at_the_clock : nullptr, &deadline_);
}

void Connection::check_not_moved() const {
  if (!file_->has_moved()) return;
  throw Error(ErrorCode::storage,
              path_ +
                  ": the file was moved, replaced or deleted while the registry was open; open the "
                  "registry where it is now");
}

void Connection::refuse_inherited() const {
  throw Error(ErrorCode::storage,
              path_ +
                  ": the registry was opened before the process was forked; open it again in the "
                  "child");
}

void Connection::fail(int sqlite_code) const { throw to_error(sqlite_code, path_); }

}  // namespace modelreg::storage
