#include "storage/migration_copy.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <mutex>
#include <new>
#include <system_error>

#include "modelreg/error.hpp"
#include "storage/connection.hpp"
#include "storage/path_policy.hpp"
#include "storage/sqlite_error.hpp"

namespace modelreg::storage {
namespace {

[[noreturn]] void fail(const Connection& connection, const std::string& why, int sqlite_code = 0) {
  throw Error(
      ErrorCode::storage,
      connection.path() +
          ": the copy of the registry before its migration was not made, and so the registry "
          "is as it was: " +
          why,
      sqlite_code);
}

[[noreturn]] void fail_with(const Connection& connection, int error) {
  fail(connection, std::generic_category().message(error));
}

/// Memory may be what failed; what is left for want of it, the next migration removes.
void remove_unfinished(const std::string& name) noexcept {
  ::unlink(name.c_str());
  try {
    ::unlink((name + "-journal").c_str());
  } catch (const std::bad_alloc&) {
    return;
  }
}

SQLite::Database new_database(const Connection& connection, const std::string& name) {
  const std::lock_guard lock(opening_mutex());
  if (!create_private_file(name)) fail_with(connection, EEXIST);
  return {name, SQLite::OPEN_READWRITE | SQLite::OPEN_NOFOLLOW};
}

/// All pages, by a second connection: one that has begun a change cannot be copied.
void copy_pages(const Connection& connection, const std::string& name) {
  SQLite::Database from(connection.path(), SQLite::OPEN_READONLY | SQLite::OPEN_NOFOLLOW);
  SQLite::Database to = new_database(connection, name);
  to.exec("PRAGMA fullfsync = ON");
  {
    SQLite::Backup backup(to, from);
    const int code = backup.executeStep(-1);
    if (code != SQLITE_DONE) throw SQLite::Exception("", code);
  }
  to.exec("PRAGMA journal_mode = DELETE");  // in whatever mode the original is
}

/// Give `unfinished` the first name that is free. A link is never made over another file.
std::string finished(const Connection& connection, const std::string& unfinished,
                     const std::string& wanted) {
  std::string name = wanted;
  for (int number = 2; ::link(unfinished.c_str(), name.c_str()) != 0; ++number) {
    if (errno != EEXIST) fail_with(connection, errno);
    name = wanted + "." + std::to_string(number);
  }
  remove_unfinished(unfinished);
  return name;
}

void sync_folder_of(const Connection& connection, const std::string& name) {
  const auto folder = std::filesystem::path(name).parent_path();
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!synced && error != EINVAL) fail_with(connection, error);  // some systems sync no folder
}

}  // namespace

MigrationCopy::MigrationCopy(Connection& connection, int version) {
  const std::string wanted = connection.path() + ".before-v" + std::to_string(version);
  const std::string unfinished = wanted + ".unfinished";
  remove_unfinished(unfinished);  // of a program that died here: only one at a time is here
  try {
    copy_pages(connection, unfinished);
    name_ = finished(connection, unfinished, wanted);
    sync_folder_of(connection, name_);
  } catch (const SQLite::Exception& error) {
    remove_unfinished(unfinished);
    fail(connection, sqlite3_errstr(code_of(error)), code_of(error));
  } catch (...) {
    remove_unfinished(unfinished);
    throw;
  }
}

MigrationCopy::~MigrationCopy() {
  if (!kept_) ::unlink(name_.c_str());
}

}  // namespace modelreg::storage
