#include "storage/image.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include "storage/connection.hpp"

namespace modelreg::storage {
namespace {

/// Where the header of a database says how it is written and read: 1, with a rollback journal, or
/// 2, with a log, which a database in memory cannot have.
constexpr std::size_t journal_bytes = 18;

}  // namespace

Image::Image(Connection& original) : database_(":memory:", SQLite::OPEN_READWRITE) {
  sqlite3_int64 size = 0;
  unsigned char* const bytes = sqlite3_serialize(original.database().getHandle(), "main", &size, 0);
  if (bytes == nullptr) original.fail(SQLITE_NOMEM);
  bytes[journal_bytes] = bytes[journal_bytes + 1] = 1;
  const int code = sqlite3_deserialize(database_.getHandle(), "main", bytes, size, size,
                                       SQLITE_DESERIALIZE_FREEONCLOSE);  // frees it on failure, too
  if (code != SQLITE_OK) original.fail(code);
}

void copy_image(Image& image, Connection& copy) {
  try {
    SQLite::Backup backup(copy.database(), image.database());
    backup.executeStep();
  } catch (const SQLite::Exception& error) {
    copy.fail(error.getExtendedErrorCode());
  }
}

}  // namespace modelreg::storage
