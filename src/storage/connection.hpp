#pragma once

#include <SQLiteCpp/Database.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "modelreg/error.hpp"
#include "modelreg/options.hpp"
#include "storage/busy_handler.hpp"
#include "storage/fork_guard.hpp"
#include "storage/open_file.hpp"

namespace modelreg::storage {

/// One connection to one registry's database, opened and set as every connection must be. What
/// SQLite refuses leaves it as an `Error`.
///
/// Not safe for threads: SQLite's own locks are switched off, since the store has one for all.
class Connection {
 public:
  /// Open the registry at `path`, or a new one in memory where there is no path, and bring its
  /// schema up to date.
  Connection(const std::optional<std::filesystem::path>& path, const Options& options);

  /// Open the file that `first` has open once more, as it is, for long reading beside it. Whatever
  /// `first` does meanwhile, this only asks where its file is.
  /// Throws: `storage` if the file was moved or replaced.
  Connection(const Connection& first, Options options);

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Run statements that return nothing and take nothing.
  void execute(const char* sql);
  /// The only value of the only row that `sql` yields.
  [[nodiscard]] std::int64_t integer(const char* sql);
  [[nodiscard]] std::string text(const char* sql);
  /// Append the first column of every row to `texts`.
  void append_texts(const char* sql, std::vector<std::string>& texts);

  /// Whether a transaction is open. SQLite ends one by itself after some failures.
  [[nodiscard]] bool in_transaction() const noexcept;

  /// A number that is another one whenever SQLite, locking the file, found that anybody changed it.
  [[nodiscard]] unsigned data_version() const noexcept;

  [[nodiscard]] bool is_in_memory() const noexcept { return is_in_memory_; }

  /// Whether this process is a child that was forked since. It must not touch the connection, not
  /// even to close it.
  [[nodiscard]] bool is_inherited() const noexcept { return fork_guard_.in_child(); }
  /// Throws: `storage` if it is.
  void check_not_inherited() const {
    if (is_inherited()) refuse_inherited();
  }

  /// Give the statement that is about to run all of its time.
  void restart_deadline() noexcept { deadline_.reset(); }
  /// Whether a statement that takes longer than the options allow is stopped, which it is once the
  /// database is open.
  void limit_time(bool limited) noexcept;

  /// Whether a statement runs that calls the user now and then, who can run no other then.
  [[nodiscard]] bool is_watched() const noexcept { return is_watched_; }
  void set_watched(bool watched) noexcept { is_watched_ = watched; }

  [[nodiscard]] BusyHandler& busy_handler() noexcept { return busy_handler_; }

  [[noreturn]] void fail(int sqlite_code) const;

  [[nodiscard]] SQLite::Database& database() noexcept { return *database_; }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  void open_for_writing(const std::filesystem::path& path, const Options& options);
  [[nodiscard]] bool try_to_open_for_writing(const std::filesystem::path& path,
                                             const Options& options);
  void open_for_reading(const std::filesystem::path& path, const Options& options);
  [[noreturn]] void refuse_unreadable(const Error& error) const;
  void open_file(const std::filesystem::path& path, const Options& options);
  void open_without_locks();
  void connect(const std::string& name, int access);
  void close() noexcept;
  void configure();
  void accept(const Options& options);

  static int look_at_the_clock(void* self);
  [[nodiscard]] std::chrono::steady_clock::time_point new_deadline() const;

  void check_not_moved() const;
  [[noreturn]] void refuse_inherited() const;

  const ForkGuard fork_guard_;
  bool is_in_memory_;
  bool is_watched_ = false;
  bool is_without_locks_ = false;
  const std::chrono::milliseconds longest_read_;
  const std::chrono::milliseconds longest_change_;
  std::string path_;  // its path, or "memory"
  BusyHandler busy_handler_;
  std::optional<std::chrono::steady_clock::time_point> deadline_;  // of a statement that takes long
  std::optional<SQLite::Database> database_;
  std::optional<OpenFile> file_;  // of the database
};

/// While it lives, no statement is stopped because it takes long.
class UnlimitedTime {
 public:
  explicit UnlimitedTime(Connection& connection) : connection_(connection) {
    connection_.limit_time(false);
  }
  ~UnlimitedTime() { connection_.limit_time(true); }
  UnlimitedTime(const UnlimitedTime&) = delete;
  UnlimitedTime& operator=(const UnlimitedTime&) = delete;

 private:
  Connection& connection_;
};

}  // namespace modelreg::storage
