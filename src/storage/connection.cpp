#include "storage/connection.hpp"

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include <array>
#include <mutex>
#include <string_view>
#include <utility>

#include "base/fork.hpp"
#include "modelreg/error.hpp"
#include "storage/connection_settings.hpp"
#include "storage/deadline.hpp"
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
constexpr int operations_between_looks_at_the_clock = 1000;

void check_library() {
  if (sqlite3_libversion_number() < oldest_sqlite) {
    throw Error(ErrorCode::storage,
                std::string("SQLite 3.37 or newer is needed, and this is ") + sqlite3_libversion());
  }
  if (sqlite3_threadsafe() == 0) {
    throw Error(ErrorCode::storage, "SQLite was built without support for threads");
  }
}

/// Whether SQLite could not read a file because it could not lock it, or could make no log beside
/// it.
bool is_about_locks(const Error& error) {
  const int primary_code = error.sqlite_code() & 0xff;
  return primary_code == SQLITE_CANTOPEN || primary_code == SQLITE_READONLY ||
         primary_code == SQLITE_IOERR || primary_code == SQLITE_PROTOCOL;
}

/// The absolute name `path` as a URI: every byte that could mean something else there is written in
/// hexadecimal.
std::string uri_of(std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string uri = "file://";
  for (const char letter : path) {
    const auto byte = static_cast<unsigned char>(letter);
    if (plain.find(letter) != std::string_view::npos) {
      uri += letter;
    } else {
      uri += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
  }
  return uri;
}

}  // namespace

Connection::Connection(const std::optional<std::filesystem::path>& path, const Options& options)
    : is_in_memory_(!path),
      longest_read_(options.longest_read),
      longest_change_(options.longest_change),
      busy_handler_(options.busy_timeout) {
  check_library();
  if (!path) {
    path_ = "memory";
    connect(":memory:", SQLite::OPEN_READWRITE);
    configure();
    copy_newest_schema(*this);
  } else if (options.read_only) {
    open_for_reading(*path, options);
  } else {
    open_for_writing(*path, options);
  }
  limit_time(true);
}

Connection::Connection(const Connection& first, Options options)
    : is_in_memory_(false),
      longest_read_(options.longest_read),
      longest_change_(options.longest_change),
      path_(first.path_),
      busy_handler_(options.busy_timeout) {
  options.create_if_missing = false;
  first.check_not_moved();
  if (first.is_without_locks_) {
    open_without_locks();
  } else {
    open_file(first.path_, options);
  }
  first.check_not_moved();  // neither before it was opened nor meanwhile
  check_not_moved();
  // A change that another program left behind may have to be rolled back.
  if (!options.read_only && text("PRAGMA journal_mode") != "wal") {
    (void)text("PRAGMA journal_mode = TRUNCATE");
  }
  limit_time(true);
}

void Connection::open_for_writing(const std::filesystem::path& path, const Options& options) {
  check_journal(options.journal);
  for (int times = 0; !try_to_open_for_writing(path, options);) {
    close();
    if (!busy_handler_.wait(times++)) refuse_log_in_use(*this);
  }
}

/// False if only closing it lets others go on.
bool Connection::try_to_open_for_writing(const std::filesystem::path& path,
                                         const Options& options) {
  open_file(path, options);
  accept(options);
  return set_journal_mode(*this, options);
}

void Connection::open_for_reading(const std::filesystem::path& path, const Options& options) {
  try {
    open_file(path, options);
    accept(options);
  } catch (const Error& error) {
    if (!database_ || !is_about_locks(error)) throw;
    if (!is_unchangeable(path_)) refuse_unreadable(error);
    open_without_locks();
    accept(options);
  }
}

/// `error` is what SQLite says where it may not make the files that a log needs.
void Connection::refuse_unreadable(const Error& error) const {
  const int code = error.sqlite_code();
  if (code != SQLITE_READONLY_DIRECTORY && (code & 0xff) != SQLITE_CANTOPEN) throw error;
  throw Error(ErrorCode::storage,
              path_ +
                  ": the file is kept with a write-ahead log, which only a user who may write "
                  "to its folder can read; let such a user open it once with "
                  "Journal::rollback",
              code);
}

void Connection::open_file(const std::filesystem::path& path, const Options& options) {
  {
    const std::lock_guard lock(opening_mutex());
    path_ = registry_path(path, options);
    connect(path_, options.read_only ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE);
  }
  if (!options.read_only && sqlite3_db_readonly(database_->getHandle(), "main") != 0) {
    throw Error(ErrorCode::storage,
                path_ +
                    ": the file may not be written; open it with Options::read_only, or as a "
                    "user who may write it",
                SQLITE_READONLY);
  }
  configure();
}

/// SQLite then looks for no journal and no log.
void Connection::open_without_locks() {
  close();
  is_without_locks_ = true;
  {
    const std::lock_guard lock(opening_mutex());
    connect(uri_of(path_) + "?immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI);
  }
  configure();
}

void Connection::close() noexcept {
  file_.reset();
  database_.reset();
}

/// For a file the caller holds the lock of `opening_mutex()`.
void Connection::connect(const std::string& name, int access) {
  OpenFile::let_go_of_inherited();
  try {
    database_.emplace(name, access | SQLite::OPEN_NOFOLLOW | SQLite::OPEN_NOMUTEX);
  } catch (const SQLite::Exception& error) {
    fail(code_of(error));
  }
  file_.emplace(database_->getHandle());
}

/// See that the file is a sound registry of the newest schema, or make it one.
void Connection::accept(const Options& options) {
  refuse_foreign_log(*this);
  verify(*this, options.verify);
  accept_or_migrate(*this, options);
  sqlite3_db_config(database_->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
}

void Connection::configure() {
  busy_handler_.serve(database_->getHandle());  // the first statement may already have to wait
  make_safe(*this);
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
    fail(code_of(error));
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
    fail(code_of(error));
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

/// Called now and then while a statement runs. The time starts at the first call: most statements
/// end before, and need not look at the clock.
int Connection::look_at_the_clock(void* self) {
  base::let_fork();
  auto& connection = *static_cast<Connection*>(self);
  if (!connection.deadline_) connection.deadline_ = connection.new_deadline();
  return steady_clock::now() > *connection.deadline_ ? 1 : 0;
}

steady_clock::time_point Connection::new_deadline() const {
  const bool changes = sqlite3_txn_state(database_->getHandle(), "main") == SQLITE_TXN_WRITE;
  const auto longest = changes ? longest_change_ : longest_read_;
  if (longest == longest.zero()) return steady_clock::time_point::max();
  return time_after(steady_clock::now(), longest);
}

void Connection::limit_time(bool limited) noexcept {
  restart_deadline();
  sqlite3_progress_handler(database_->getHandle(), operations_between_looks_at_the_clock,
                           limited ? look_at_the_clock : nullptr, this);
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
