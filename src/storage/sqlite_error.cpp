#include "storage/sqlite_error.hpp"

#include <sqlite3.h>

#include <string>

namespace modelreg::storage {
namespace {

struct Meaning {
  ErrorCode code;
  std::string_view text;
};

Meaning meaning_of(int primary_code) {
  switch (primary_code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::busy, "others kept the database locked for too long; try again"};
    case SQLITE_NOTADB:
      return {ErrorCode::schema_mismatch, "the file is no SQLite database"};
    case SQLITE_CORRUPT:
      return {ErrorCode::storage, "the file is damaged; restore it from a copy"};
    case SQLITE_FULL:
      return {ErrorCode::storage, "the disk is full; nothing was changed"};
    case SQLITE_READONLY:
      return {ErrorCode::storage, "the registry is open for reading only"};
    case SQLITE_CANTOPEN:
      return {ErrorCode::storage, "the file cannot be opened"};
    case SQLITE_NOMEM:
      return {ErrorCode::storage, "out of memory"};
    case SQLITE_INTERRUPT:
      return {ErrorCode::storage, "the call took too long and was stopped"};
    case SQLITE_TOOBIG:
      return {ErrorCode::storage, "the record is too large"};
    case SQLITE_CONSTRAINT:
      return {ErrorCode::storage, "the schema refused the change"};
    case SQLITE_IOERR:
      return {ErrorCode::storage, "the disk reported an error"};
    default:
      return {ErrorCode::storage, "SQLite reported an error"};
  }
}

}  // namespace

Error to_error(int sqlite_code, std::string_view place) {
  const auto [code, text] = meaning_of(sqlite_code & 0xff);
  std::string message(place);
  message += ": ";
  message += text;
  message += " (SQLite " + std::to_string(sqlite_code) + ": ";
  message += sqlite3_errstr(sqlite_code);
  message += ")";
  return {code, std::move(message), sqlite_code};
}

}  // namespace modelreg::storage
