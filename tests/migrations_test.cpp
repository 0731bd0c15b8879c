#include "storage/migrations.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <optional>
#include <thread>

#include "raw_database.hpp"
#include "session_fixture.hpp"
#include "storage/embedded.hpp"
#include "storage/journal_mode.hpp"
#include "storage/schema_drift.hpp"
#include "temporary_folder.hpp"
#include "text_file.hpp"

namespace modelreg {
namespace {

using test::RawDatabase;
using test::read_bytes;

const Identity ada{.account_id = "acme", .user_id = "ada"};
const std::string whole_schema = "SELECT sql FROM sqlite_schema ORDER BY type, name";

class MigrationsTest : public testing::Test {
 protected:
  test::TemporaryFolder folder;
  std::filesystem::path path = folder / "registry.db";

  /// Change the database past the library, as another program or another version would.
  void change(const std::string& sql) {
    RawDatabase(path).execute(sql);
    std::filesystem::permissions(path, std::filesystem::perms(0600));
  }

  void expect_refused_and_left_as_it_was(const std::string& message) {
    const auto bytes = read_bytes(path);
    for (const bool read_only : {false, true}) {
      try {
        (void)Registry::open(path, {.read_only = read_only});
        ADD_FAILURE() << "was opened";
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::schema_mismatch);
        EXPECT_THAT(error.what(), testing::HasSubstr(message));
      }
    }
    EXPECT_EQ(read_bytes(path), bytes);
  }
};

TEST_F(MigrationsTest, ANewFileHasTheMarkAndTheNewestVersion) {
  (void)Registry::open(path);
  RawDatabase database(path);

  EXPECT_EQ(database.texts("PRAGMA application_id").at(0), std::to_string(0x6d726567));
  EXPECT_EQ(database.texts("PRAGMA user_version").at(0),
            std::to_string(storage::newest_schema_version()));
  EXPECT_EQ(database.texts("PRAGMA journal_mode").at(0), "delete");  // TRUNCATE is not in the file
}

TEST_F(MigrationsTest, MigrationsAreNumberedWithoutGaps) {
  int expected = 0;
  for (const auto& migration : storage::embedded_migrations()) {
    EXPECT_EQ(std::stoi(std::string(migration.name.substr(0, 4))), ++expected) << migration.name;
  }
  EXPECT_EQ(storage::newest_schema_version(), expected);
}

TEST_F(MigrationsTest, EveryOlderVersionReachesTheSchemaOfANewFile) {
  (void)Registry::open(folder / "new.db");
  const auto newest = RawDatabase(folder / "new.db").texts(whole_schema);
  const auto migrations = storage::embedded_migrations();
  for (std::size_t version = 1; version <= migrations.size(); ++version) {
    path = folder / ("from-" + std::to_string(version) + ".db");
    for (const auto& migration : migrations.first(version)) change(std::string(migration.text));
    change("PRAGMA application_id = " + std::to_string(storage::application_id));
    change("PRAGMA user_version = " + std::to_string(version));
    (void)Registry::open(path);

    RawDatabase database(path);
    EXPECT_EQ(database.texts(whole_schema), newest) << version;
    EXPECT_EQ(database.texts("PRAGMA user_version").at(0), std::to_string(migrations.size()));
  }
}

TEST_F(MigrationsTest, TheFingerprintOfEveryVersionIsKnown) {
  std::vector<std::string> fingerprints;
  for (int version = 1; version <= storage::newest_schema_version(); ++version) {
    SQLite::Database database(":memory:", SQLite::OPEN_READWRITE);
    storage::write_schema(database, version);
    fingerprints.push_back(storage::schema_fingerprint(database));
  }

  EXPECT_THAT(storage::schema_fingerprints(), testing::ElementsAreArray(fingerprints));
}

TEST_F(MigrationsTest, AnotherProgramsDatabaseIsRefusedAndLeftAsItWas) {
  change("CREATE TABLE bookmark (url TEXT)");
  expect_refused_and_left_as_it_was("another program's");
}

TEST_F(MigrationsTest, AnotherProgramsMarkIsRefusedAndLeftAsItWas) {
  (void)Registry::open(path);
  change("PRAGMA application_id = 1");
  expect_refused_and_left_as_it_was("another program's");
}

TEST_F(MigrationsTest, AnEmptyDatabaseWithAVersionIsAnotherPrograms) {
  change("PRAGMA user_version = 1");
  expect_refused_and_left_as_it_was("another program's");
}

TEST_F(MigrationsTest, AnotherProgramsWriteAheadLogIsLeftAsItWas) {
  const auto wal = folder / "registry.db-wal";
  {
    RawDatabase database(path);
    database.execute("PRAGMA journal_mode = WAL; CREATE TABLE bookmark (url TEXT)");
    std::filesystem::copy(path, folder / "copy");
    std::filesystem::copy(wal, folder / "copy-wal");
  }
  std::filesystem::rename(folder / "copy", path);
  std::filesystem::rename(folder / "copy-wal", wal);
  std::filesystem::permissions(path, std::filesystem::perms(0600));
  const auto log = read_bytes(wal);
  ASSERT_FALSE(log.empty());

  expect_refused_and_left_as_it_was("another program's");
  EXPECT_EQ(read_bytes(wal), log);
}

TEST_F(MigrationsTest, ANewerRegistryIsRefusedWithBothVersions) {
  (void)Registry::open(path);
  change("PRAGMA user_version = 4711");
  expect_refused_and_left_as_it_was("4711");
  expect_refused_and_left_as_it_was("up to " + std::to_string(storage::newest_schema_version()));
}

TEST_F(MigrationsTest, ARegistryWithAWriteAheadLogLosesTheLogAndNothingElse) {
  const auto group = Registry::open(path).session(ada).create_model_group({.name = "n"});
  change("PRAGMA journal_mode = WAL");

  EXPECT_EQ(Registry::open(path).session(ada).get_model_group(group.id), group);
  EXPECT_EQ(RawDatabase(path).texts("PRAGMA journal_mode").at(0), "delete");
}

/// A file whose log somebody else reads.
class LogInUseTest : public MigrationsTest {
 protected:
  void SetUp() override {
    (void)Registry::open(path);
    change("PRAGMA journal_mode = WAL");
    other_.emplace(path.string(), SQLite::OPEN_READWRITE);
    reading_.emplace(*other_, "SELECT * FROM sqlite_schema");
    reading_->executeStep();
  }
  void close_other() {
    reading_.reset();
    other_.reset();
  }

  const bool sound_ = storage::wal_is_sound(sqlite3_libversion_number());

 private:
  std::optional<SQLite::Database> other_;
  std::optional<SQLite::Statement> reading_;
};

TEST_F(LogInUseTest, IsBusyWhereTheLogIsNotSound) {
  if (sound_) GTEST_SKIP() << "the log of SQLite " << sqlite3_libversion() << " is sound";
  try {
    (void)Registry::open(path, {.busy_timeout = std::chrono::milliseconds(0)});
    FAIL() << "was opened";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::busy);
    EXPECT_THAT(error.what(), testing::HasSubstr("close them"));
  }
}

TEST_F(LogInUseTest, IsWaitedForWhereTheLogIsNotSound) {
  if (sound_) GTEST_SKIP() << "the log of SQLite " << sqlite3_libversion() << " is sound";
  std::thread closing([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    close_other();
  });
  EXPECT_NO_THROW((void)Registry::open(path));
  closing.join();

  EXPECT_EQ(RawDatabase(path).texts("PRAGMA journal_mode").at(0), "delete");
}

TEST_F(LogInUseTest, IsSharedUntilOthersAreGoneWhereTheLogIsSound) {
  if (!sound_) GTEST_SKIP() << "the log of SQLite " << sqlite3_libversion() << " is not sound";
  {
    auto session = Registry::open(path).session(ada);
    session.create_model_group({.name = "n"});
    EXPECT_EQ(RawDatabase(path).texts("PRAGMA journal_mode").at(0), "wal");
  }
  close_other();

  EXPECT_EQ(Registry::open(path).session(ada).list_model_groups().total_item_count, 1);
  EXPECT_EQ(RawDatabase(path).texts("PRAGMA journal_mode").at(0), "delete");
}

/// A registry of the first version, with an account in it.
class OlderRegistryTest : public MigrationsTest {
 protected:
  const std::filesystem::path copy = path.string() + ".before-v4";

  void SetUp() override {
    change(std::string(storage::embedded_migrations().front().text));
    change("PRAGMA application_id = " + std::to_string(storage::application_id));
    change("PRAGMA user_version = 1");
    change("INSERT INTO account (id) VALUES ('acme')");
  }
  std::string refusal(const Options& options) {
    try {
      (void)Registry::open(path, options);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::schema_mismatch);
      return error.what();
    }
    return "was not refused";
  }
  void expect_is_the_older(const std::filesystem::path& file) {
    RawDatabase database(file);
    EXPECT_EQ(database.texts("PRAGMA user_version").at(0), "1");
    EXPECT_EQ(database.texts("PRAGMA journal_mode").at(0), "delete");
    EXPECT_THAT(database.texts("SELECT id FROM account"), testing::ElementsAre("acme"));
    EXPECT_EQ(database.texts("PRAGMA integrity_check").at(0), "ok");
  }
  std::size_t files() {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder / ""),
                                                  std::filesystem::directory_iterator()));
  }
};

TEST_F(OlderRegistryTest, IsNotMigratedByAReader) {
  const auto bytes = read_bytes(path);

  EXPECT_THAT(refusal({.read_only = true}), testing::HasSubstr("open it for writing once"));
  EXPECT_EQ(read_bytes(path), bytes);
}

TEST_F(OlderRegistryTest, IsNotMigratedAgainstTheOptions) {
  const auto bytes = read_bytes(path);
  const auto message = refusal({.migrate = false});

  EXPECT_THAT(message, testing::HasSubstr("schema version 1"));
  EXPECT_THAT(message, testing::HasSubstr("version 4"));
  EXPECT_THAT(message, testing::HasSubstr("Options::migrate"));
  EXPECT_EQ(read_bytes(path), bytes);
  EXPECT_FALSE(std::filesystem::exists(copy));
  EXPECT_NO_THROW((void)Registry::open(folder / "new.db", {.migrate = false}));
}

TEST_F(OlderRegistryTest, IsCopiedBeforeItIsMigrated) {
  ASSERT_EQ(storage::newest_schema_version(), 4);
  (void)Registry::open(path);

  EXPECT_EQ(std::filesystem::status(copy).permissions(), std::filesystem::perms(0600));
  expect_is_the_older(copy);
  EXPECT_EQ(RawDatabase(path).texts("PRAGMA user_version").at(0), "4");
  EXPECT_FALSE(std::filesystem::exists(copy.string() + ".unfinished"));

  std::filesystem::rename(copy, path);
  expect_is_the_older(path);
  EXPECT_NO_THROW((void)Registry::open(path));
}

TEST_F(OlderRegistryTest, IsCopiedWithoutTheLogThatItIsKeptWith) {
  change("PRAGMA journal_mode = WAL");
  (void)Registry::open(path);

  expect_is_the_older(copy);
}

TEST_F(OlderRegistryTest, IsCopiedUnderAnotherNameIfThatOneIsTaken) {
  test::write_bytes(copy, "mine");
  test::write_bytes(copy.string() + ".2", "mine, too");
  test::write_bytes(copy.string() + ".unfinished", "left by a program that died");
  test::write_bytes(copy.string() + ".unfinished-journal", std::string(5000, 'x'));
  (void)Registry::open(path);

  EXPECT_EQ(read_bytes(copy), "mine");
  EXPECT_EQ(read_bytes(copy.string() + ".2"), "mine, too");
  expect_is_the_older(copy.string() + ".3");
  EXPECT_EQ(files(), 4U);  // these and the registry
}

TEST_F(OlderRegistryTest, IsAsItWasIfItCannotBeMigrated) {
  SQLite::Database other(path.string(), SQLite::OPEN_READWRITE);
  SQLite::Statement reading(other, "SELECT * FROM sqlite_schema");
  reading.executeStep();
  try {
    (void)Registry::open(path, {.busy_timeout = std::chrono::milliseconds(0)});
    FAIL() << "was opened";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::busy);
  }
  reading.reset();

  expect_is_the_older(path);
  EXPECT_EQ(files(), 1U);
}

TEST_F(OlderRegistryTest, IsAsItWasIfItCannotBeCopied) {
  const auto bytes = read_bytes(path);
  std::filesystem::create_directory(copy.string() + ".unfinished");
  try {
    (void)Registry::open(path);
    FAIL() << "was opened";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::storage);
    EXPECT_THAT(error.what(), testing::HasSubstr("the copy of the registry"));
  }
  EXPECT_EQ(read_bytes(path), bytes);
}

TEST_F(MigrationsTest, ANewRegistryIsNotCopied) {
  (void)Registry::open(path);
  for (const auto& file : std::filesystem::directory_iterator(folder / "")) {
    EXPECT_THAT(file.path().string(), testing::Not(testing::HasSubstr("before")));
  }
}

/// Programs that browse databases make indexes.
TEST_F(MigrationsTest, AnIndexTooManyIsNamedWithWhatRemovesIt) {
  const auto group = Registry::open(path).session(ada).create_model_group({.name = "n"});
  change("CREATE INDEX \"by \"\"name\"\"\" ON model_group (name)");
  const std::string remedy = "DROP INDEX \"by \"\"name\"\"\";";
  expect_refused_and_left_as_it_was("remove it with " + remedy);
  try {
    (void)Registry::open(path);
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::Not(testing::HasSubstr("copy")));
  }

  change(remedy);
  EXPECT_EQ(Registry::open(path).session(ada).get_model_group(group.id), group);
}

TEST_F(MigrationsTest, ATableTooManyIsNotToBeRemovedByHand) {
  (void)Registry::open(path);
  change("CREATE TABLE more (x UNIQUE); CREATE INDEX by_x ON more (x)");
  expect_refused_and_left_as_it_was("restore the file from a copy");
}

}  // namespace
}  // namespace modelreg
