#include "storage/snapshot.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>
#include <unistd.h>

#include <memory>
#include <mutex>
#include <string>

#include "storage/connection.hpp"
#include "storage/fork_guard.hpp"
#include "storage/image.hpp"
#include "storage/path_policy.hpp"
#include "storage/sqlite_error.hpp"

namespace modelreg::storage {
namespace {

constexpr int pages_at_a_time = 256;

/// A file that was just made, removed again unless it is kept.
class NewFile {
 public:
  NewFile(const std::filesystem::path& path, Trust trust) {
    const std::lock_guard lock(opening_mutex());
    name_ = new_registry_path(path, trust);
    try {
      journal_ = name_ + "-journal";
      database_.reset(new SQLite::Database(name_, SQLite::OPEN_READWRITE | SQLite::OPEN_NOFOLLOW));
      database_->exec("PRAGMA fullfsync = ON");
    } catch (const SQLite::Exception& error) {
      remove();
      throw to_error(code_of(error), name_);
    } catch (...) {
      remove();
      throw;
    }
  }
  ~NewFile() {
    if (database_.get_deleter().guard.in_child()) return;  // it is the parent's
    database_.reset();
    if (!kept_) remove();
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void keep() noexcept { kept_ = true; }

  [[nodiscard]] SQLite::Database& database() noexcept { return *database_; }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  /// Memory may be what failed, so this takes none.
  void remove() const noexcept {
    ::unlink(name_.c_str());
    ::unlink(journal_.c_str());
  }

  std::string name_;
  std::string journal_;
  std::unique_ptr<SQLite::Database, DeleteUnlessInherited> database_;
  bool kept_ = false;
};

bool is_being_changed(Connection& connection) {
  return sqlite3_txn_state(connection.database().getHandle(), "main") == SQLITE_TXN_WRITE;
}

void copy(SQLite::Database& original, SQLite::Database& copy,
          const std::function<void(std::size_t, std::size_t)>& progress) {
  const std::unique_ptr<SQLite::Backup, DeleteUnlessInherited> backup(
      new SQLite::Backup(copy, original));
  for (int code = SQLITE_OK; code != SQLITE_DONE;) {
    code = backup->executeStep(pages_at_a_time);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) throw SQLite::Exception("", code);
    const int pages = backup->getTotalPageCount();
    progress(static_cast<std::size_t>(pages - backup->getRemainingPageCount()),
             static_cast<std::size_t>(pages));
  }
}

}  // namespace

void copy_to_new_file(Connection& connection, const std::filesystem::path& path, Trust trust,
                      const std::function<void(std::size_t, std::size_t)>& progress) {
  (void)connection.integer("PRAGMA schema_version");  // a transaction begins with its first read
  NewFile file(path, trust);
  try {
    if (is_being_changed(connection)) {  // a registry in memory, since its mark
      Image image(connection);
      copy(image.database(), file.database(), progress);
    } else {
      copy(connection.database(), file.database(), progress);
    }
    file.database().exec("PRAGMA journal_mode = DELETE");  // in whatever mode the original is
  } catch (const SQLite::Exception& error) {
    throw to_error(code_of(error), file.name());
  }
  file.keep();
}

}  // namespace modelreg::storage
