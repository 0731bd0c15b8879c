#include "storage/sqlite_error.hpp"

#include <sqlite3.h>

#include "session_fixture.hpp"

namespace modelreg {
namespace {

using testing::HasSubstr;

struct Meaning {
  int sqlite_code;
  ErrorCode code;
  const char* words;
};

/// SQLite's extended codes say more than its primary ones, and mean the same to a caller.
TEST(SqliteErrorTest, EveryExtendedCodeMeansWhatItsPrimaryCodeMeans) {
  for (const auto& [sqlite_code, code, words] : std::initializer_list<Meaning>{
           {SQLITE_BUSY, ErrorCode::busy, "locked"},
           {SQLITE_BUSY_SNAPSHOT, ErrorCode::busy, "locked"},
           {SQLITE_BUSY_RECOVERY, ErrorCode::busy, "locked"},
           {SQLITE_LOCKED_SHAREDCACHE, ErrorCode::busy, "locked"},
           {SQLITE_NOTADB, ErrorCode::schema_mismatch, "no SQLite database"},
           {SQLITE_CORRUPT_INDEX, ErrorCode::storage, "damaged"},
           {SQLITE_FULL, ErrorCode::storage, "full"},
           {SQLITE_READONLY, ErrorCode::storage, "Options::read_only"},
           {SQLITE_READONLY_DIRECTORY, ErrorCode::storage, "the folder may not be written"},
           {SQLITE_READONLY_DBMOVED, ErrorCode::storage, "moved or replaced"},
           {SQLITE_READONLY_ROLLBACK, ErrorCode::storage, "take the half change back"},
           {SQLITE_READONLY_RECOVERY, ErrorCode::storage, "write-ahead log"},
           {SQLITE_READONLY_CANTLOCK, ErrorCode::storage, "write-ahead log"},
           {SQLITE_READONLY_CANTINIT, ErrorCode::storage, "write-ahead log"},
           {SQLITE_CANTOPEN_ISDIR, ErrorCode::storage, "cannot be opened"},
           {SQLITE_NOMEM, ErrorCode::storage, "memory"},
           {SQLITE_INTERRUPT, ErrorCode::storage, "too long"},
           {SQLITE_TOOBIG, ErrorCode::storage, "too large"},
           {SQLITE_CONSTRAINT_CHECK, ErrorCode::storage, "schema refused"},
           {SQLITE_IOERR_FSYNC, ErrorCode::storage, "disk"},
           {SQLITE_ERROR, ErrorCode::storage, "SQLite reported an error"}}) {
    const Error error = storage::to_error(sqlite_code, "models.db");
    EXPECT_EQ(error.code(), code) << sqlite_code;
    EXPECT_EQ(error.sqlite_code(), sqlite_code);
    EXPECT_THAT(error.what(), HasSubstr(words));
    EXPECT_THAT(error.what(), HasSubstr("models.db"));
    EXPECT_THAT(error.what(), HasSubstr(std::to_string(sqlite_code)));
  }
}

/// SQLiteCpp knows the extended code of what a connection reports, and not of a backup's failure.
TEST(SqliteErrorTest, AFailureOfABackupHasTheCodeItHas) {
  EXPECT_EQ(storage::code_of(SQLite::Exception("no room", SQLITE_FULL)), SQLITE_FULL);
}

}  // namespace
}  // namespace modelreg
