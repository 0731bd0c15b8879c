#include "storage/image.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <limits>

#include "storage/connection.hpp"
#include "storage/sqlite_error.hpp"

namespace modelreg::storage {
namespace {

/// Where the header of a database says how it is written and read: 1, with a rollback journal, or
/// 2, with a log, which a database in memory cannot have.
constexpr sqlite3_int64 journal_bytes = 18;
/// The last byte of the change counter there. A connection whose pages are of another count reads
/// them again.
constexpr sqlite3_int64 change_counter_byte = 27;

constexpr unsigned free_on_close = SQLITE_DESERIALIZE_FREEONCLOSE;

/// Let `image` hold these bytes, which it frees.
void take(SQLite::Database& image, unsigned char* bytes, sqlite3_int64 size, sqlite3_int64 room,
          unsigned flags, const Connection& original) {
  if (bytes == nullptr) original.fail(SQLITE_NOMEM);
  const int code = sqlite3_deserialize(image.getHandle(), "main", bytes, size, room, flags);
  if (code != SQLITE_OK) original.fail(code);
}

/// Of a database in memory, which may be in a transaction: no backup is made of one.
void copy_memory(SQLite::Database& image, Connection& original) {
  sqlite3_int64 size = 0;
  unsigned char* const bytes = sqlite3_serialize(original.database().getHandle(), "main", &size, 0);
  take(image, bytes, size, size, free_on_close, original);
}

/// sqlite3_serialize() would take a page that it cannot read for one of zeros; a backup fails.
void copy_file(SQLite::Database& image, Connection& original) {
  auto* const bytes = static_cast<unsigned char*>(sqlite3_malloc64(1));
  take(image, bytes, 0, 1, free_on_close | SQLITE_DESERIALIZE_RESIZEABLE, original);
  sqlite3_int64 most = std::numeric_limits<sqlite3_int64>::max();
  sqlite3_file_control(image.getHandle(), "main", SQLITE_FCNTL_SIZE_LIMIT, &most);
  SQLite::Backup backup(image, original.database());
  backup.executeStep();
}

void have_no_log(SQLite::Database& image, const Connection& original) {
  sqlite3_int64 size = 0;
  unsigned char* const bytes =
      sqlite3_serialize(image.getHandle(), "main", &size, SQLITE_SERIALIZE_NOCOPY);
  if (bytes == nullptr) original.fail(SQLITE_NOMEM);
  bytes[journal_bytes] = bytes[journal_bytes + 1] = 1;
  ++bytes[change_counter_byte];
}

}  // namespace

Image::Image(Connection& original) try : database_(":memory:", SQLite::OPEN_READWRITE) {
  original.is_in_memory() ? copy_memory(database_, original) : copy_file(database_, original);
  have_no_log(database_, original);
} catch (const SQLite::Exception& error) {
  original.fail(code_of(error));
}

void copy_image(Image& image, Connection& copy) {
  try {
    SQLite::Backup backup(copy.database(), image.database());
    backup.executeStep();
  } catch (const SQLite::Exception& error) {
    copy.fail(code_of(error));
  }
}

}  // namespace modelreg::storage
