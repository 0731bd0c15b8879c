#include "storage/sqlite_error.hpp"

#include <sqlite3.h>

#include <string>

#include "storage/lock_holder.hpp"

namespace modelreg::storage {
namespace {

struct Meaning {
  ErrorCode code;
  std::string_view text;
};

Meaning meaning_of_read_only(int sqlite_code) {
  switch (sqlite_code) {
    case SQLITE_READONLY_DBMOVED:
      return {ErrorCode::storage,
              "the file was moved or replaced while it was open; open the registry again"};
    case SQLITE_READONLY_ROLLBACK:
      return {ErrorCode::storage,
              "a program died while it changed the file, and a reader may not take the half change "
              "back; "
              "open the registry for writing once"};
    case SQLITE_READONLY_RECOVERY:
    case SQLITE_READONLY_CANTLOCK:
    case SQLITE_READONLY_CANTINIT:
      return {ErrorCode::storage,
              "the write-ahead log of the file cannot be read without writing beside it; open the "
              "registry for writing once, with Journal::rollback"};
    case SQLITE_READONLY_DIRECTORY:
      return {
          ErrorCode::storage,
          "the folder may not be written, and a change needs its journal there; make the folder "
          "writable, or open the registry with Options::read_only"};
    default:
      return {ErrorCode::storage, "the registry is open for reading only (Options::read_only)"};
  }
}

Meaning meaning_of(int sqlite_code) {
  switch (sqlite_code & 0xff) {
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
      return meaning_of_read_only(sqlite_code);
    case SQLITE_CANTOPEN:
      return {ErrorCode::storage,
              "the file, or the journal beside it, cannot be opened; see who may read and write it "
              "and its folder"};
    case SQLITE_NOMEM:
      return {ErrorCode::storage, "out of memory"};
    case SQLITE_INTERRUPT:
      return {
          ErrorCode::storage,
          "the call took too long and was stopped; nothing was changed; Options::longest_read and "
          "longest_change say how long one may take"};
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
  const auto [code, text] = meaning_of(sqlite_code);
  std::string message(place);
  message += ": ";
  message += text;
  if (code == ErrorCode::busy) {
    const std::string holder = lock_holder(std::string(place));
    if (!holder.empty()) message += "; " + holder + " has it locked";
  }
  message += " (SQLite " + std::to_string(sqlite_code) + ": ";
  message += sqlite3_errstr(sqlite_code);
  message += ")";
  return {code, std::move(message), sqlite_code};
}

int code_of(const SQLite::Exception& failure) noexcept {
  const int extended = failure.getExtendedErrorCode();
  return extended == -1 ? failure.getErrorCode() : extended;
}

}  // namespace modelreg::storage
