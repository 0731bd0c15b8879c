#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <thread>

#include "raw_database.hpp"
#include "session_fixture.hpp"
#include "storage/journal_mode.hpp"
#include "temporary_folder.hpp"
#include "text_file.hpp"

namespace modelreg {
namespace {

using test::error_of;
using test::IsViolation;
using test::read_bytes;
using test::violations_of;
using test::write_bytes;
using testing::ElementsAre;

namespace fs = std::filesystem;

const Identity ada{.account_id = "acme", .user_id = "ada"};

class RegistryOpenTest : public testing::Test {
 protected:
  test::TemporaryFolder folder;
  fs::path path = folder / "registry.db";

  std::optional<ErrorCode> refusal(const fs::path& refused, Options options = {}) {
    return error_of([&] { (void)Registry::open(refused, std::move(options)); });
  }
  std::string message_of(const std::function<void()>& call) {
    try {
      call();
    } catch (const Error& error) {
      return error.what();
    }
    return "was not refused";
  }
  void expect_path_refused(const fs::path& refused) {
    EXPECT_THAT(violations_of([&] { (void)Registry::open(refused); }),
                ElementsAre(IsViolation("path", "value_error")))
        << refused;
  }
};

TEST_F(RegistryOpenTest, WhatWasStoredIsThereWhenTheFileIsOpenedAgain) {
  const auto store = [&] {
    auto session = Registry::open(path).session(ada);
    const auto group = session.create_model_group({.name = "n"});
    const auto instance = session.create_model_instance(test::a_full_instance());
    return session.add_model_instance(group.id, instance.id);
  };
  const auto stored = store();

  EXPECT_EQ(Registry::open(path).session(ada).get_model_instance(stored.id), stored);
}

TEST_F(RegistryOpenTest, ANewFileBelongsToItsUserAlone) {
  const mode_t before = ::umask(0);
  {
    auto session = Registry::open(path).session(ada);
    session.create_model_group({.name = "n"});
  }
  ::umask(before);

  EXPECT_EQ(fs::status(path).permissions(), fs::perms(0600));
}

TEST_F(RegistryOpenTest, AMissingFileIsNotCreatedAgainstTheOptions) {
  EXPECT_EQ(refusal(path, {.create_if_missing = false}), ErrorCode::not_found);
  EXPECT_EQ(refusal(path, {.read_only = true}), ErrorCode::not_found);
  EXPECT_EQ(refusal(folder / "no-such-folder" / "registry.db"), ErrorCode::not_found);
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(RegistryOpenTest, AnEmptyFileBecomesARegistryOnlyIfOneMayBeCreated) {
  write_bytes(path, "");
  EXPECT_EQ(refusal(path, {.create_if_missing = false}), ErrorCode::schema_mismatch);
  EXPECT_EQ(refusal(path, {.read_only = true}), ErrorCode::schema_mismatch);

  EXPECT_EQ(refusal(path), std::nullopt);
  EXPECT_EQ(refusal(path, {.create_if_missing = false}), std::nullopt);
}

TEST_F(RegistryOpenTest, APathThatIsNoPlainFileIsRefused) {
  using namespace std::string_literals;
  fs::create_directory(folder / "directory");
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  write_bytes(folder / "file", "");
  fs::create_symlink(folder / "file", folder / "link");
  fs::create_symlink(folder / "nothing", folder / "dangling");
  fs::create_hard_link(folder / "file", folder / "second-name");

  for (const fs::path& refused :
       {fs::path(""), fs::path(":memory:"), fs::path("file:registry.db"),
        fs::path("file:///tmp/x.db?mode=memory"), fs::path("a\0b"s), folder / "directory",
        folder / "directory/", folder / ".", folder / "..", folder / "fifo", folder / "link",
        folder / "dangling", folder / "file", fs::path("/dev/null"), fs::path("/dev/zero"),
        folder / std::string(600, 'x')}) {
    expect_path_refused(refused);
  }
  EXPECT_FALSE(fs::exists(folder / "nothing"));
}

TEST_F(RegistryOpenTest, AFileOfOthersIsRefused) {
  write_bytes(path, "");
  fs::permissions(path, fs::perms(0620));
  expect_path_refused(path);
  fs::permissions(path, fs::perms(0602));
  expect_path_refused(path);
  fs::permissions(path, fs::perms(0644));
  EXPECT_EQ(refusal(path), std::nullopt);
  if (::geteuid() == 0) {
    ASSERT_EQ(::chown(path.c_str(), 1000, 1000), 0);
    expect_path_refused(path);
  }
}

TEST_F(RegistryOpenTest, AFolderThatEverybodyMayWriteToIsRefusedUnlessItIsSticky) {
  fs::create_directory(folder / "shared");
  fs::permissions(folder / "shared", fs::perms(0777));
  expect_path_refused(folder / "shared" / "registry.db");
  EXPECT_TRUE(fs::is_empty(folder / "shared"));

  fs::permissions(folder / "shared", fs::perms(01777));
  EXPECT_EQ(refusal(folder / "shared" / "registry.db"), std::nullopt);
}

TEST_F(RegistryOpenTest, AFolderMayBeReachedThroughALink) {
  fs::create_directory(folder / "real");
  fs::create_directory_symlink(folder / "real", folder / "alias");

  EXPECT_EQ(refusal(folder / "alias" / "registry.db"), std::nullopt);
  EXPECT_TRUE(fs::exists(folder / "real" / "registry.db"));
}

TEST_F(RegistryOpenTest, ARelativePathIsMeantFromTheWorkingDirectory) {
  const auto before = fs::current_path();
  fs::current_path(folder / "");
  const auto refused = refusal("registry.db");
  fs::current_path(before);

  EXPECT_EQ(refused, std::nullopt);
  EXPECT_TRUE(fs::exists(path));
}

TEST_F(RegistryOpenTest, AFileThatIsNoDatabaseIsRefusedAndLeftAsItWas) {
  for (const std::string& bytes :
       {std::string("hello"), std::string(5000, 'x'), std::string("SQLite format 3")}) {
    write_bytes(path, bytes);
    EXPECT_EQ(refusal(path), ErrorCode::schema_mismatch);
    EXPECT_EQ(read_bytes(path), bytes);
  }
}

TEST_F(RegistryOpenTest, ARegistryThatNeedNotBeDurableIsTheSameWhenItIsOpenedAgain) {
  const auto group = Registry::open(path, {.durability = Durability::none})
                         .session(ada)
                         .create_model_group({.name = "n"});

  EXPECT_EQ(Registry::open(path).session(ada).get_model_group(group.id), group);
  EXPECT_TRUE(Registry::open(path).check().sound());
}

TEST_F(RegistryOpenTest, AReadOnlyRegistryAnswersAndRefusesChanges) {
  const auto group = Registry::open(path).session(ada).create_model_group({.name = "n"});
  const auto bytes = read_bytes(path);
  {
    auto session = Registry::open(path, {.read_only = true}).session(ada);

    EXPECT_EQ(session.get_model_group(group.id), group);
    EXPECT_EQ(error_of([&] { session.create_model_group({.name = "m"}); }), ErrorCode::storage);
  }
  EXPECT_EQ(read_bytes(path), bytes);
}

TEST_F(RegistryOpenTest, ADamagedFileIsFoundWhenThatIsAskedFor) {
  {
    auto session = Registry::open(path).session(ada);
    for (int i = 0; i < 50; ++i) session.create_model_instance(test::a_full_instance());
  }
  EXPECT_EQ(refusal(path, {.verify = Verify::quick}), std::nullopt);
  EXPECT_EQ(refusal(path, {.verify = Verify::full}), std::nullopt);
  auto bytes = read_bytes(path);
  bytes.replace(bytes.size() - 4096, 4096, std::string(4096, '\xA5'));
  write_bytes(path, bytes);

  EXPECT_EQ(refusal(path, {.verify = Verify::quick}), ErrorCode::storage);
  EXPECT_EQ(refusal(path, {.verify = Verify::full}), ErrorCode::storage);
  EXPECT_EQ(read_bytes(path), bytes);
}

TEST_F(RegistryOpenTest, AnErrorNamesTheFileAndSqlitesCode) {
  write_bytes(path, "hello");
  try {
    (void)Registry::open(path);
    FAIL() << "was opened";
  } catch (const Error& error) {
    EXPECT_EQ(error.sqlite_code(), SQLITE_NOTADB);
    EXPECT_THAT(error.what(), testing::HasSubstr(fs::canonical(path).string()));
  }
}

TEST_F(RegistryOpenTest, OpeningTakesAboutAMillisecond) {
  (void)Registry::open(path);
  auto fastest = std::chrono::steady_clock::duration::max();
  for (int i = 0; i < 20; ++i) {
    const auto start = std::chrono::steady_clock::now();
    (void)Registry::open(path);
    fastest = std::min(fastest, std::chrono::steady_clock::now() - start);
  }

  EXPECT_LT(fastest, std::chrono::milliseconds(20));  // sanitizers and a busy machine included
}

TEST(JournalModeTest, OnlyASoundWriteAheadLogIsTrusted) {
  for (const int sound : {3051003, 3052000, 3050007, 3050999, 3044006, 3044999, 4000000}) {
    EXPECT_TRUE(storage::wal_is_sound(sound)) << sound;
  }
  for (const int unsound :
       {3007000, 3040001, 3044005, 3045000, 3049999, 3050006, 3051000, 3051002}) {
    EXPECT_FALSE(storage::wal_is_sound(unsound)) << unsound;
  }
}

class JournalTest : public RegistryOpenTest {
 protected:
  const bool sound_ = storage::wal_is_sound(sqlite3_libversion_number());

  std::string journal_mode() { return test::RawDatabase(path).texts("PRAGMA journal_mode").at(0); }
};

TEST_F(JournalTest, AFileKeepsNoLogUnlessThatIsAskedFor) {
  auto registry = Registry::open(path);
  EXPECT_EQ(journal_mode(), "delete");
  (void)Registry::open(path);
  EXPECT_EQ(journal_mode(), "delete");
}

TEST_F(JournalTest, ALogThatIsNotSoundIsRefusedWithTheVersionAndTheReason) {
  if (sound_) GTEST_SKIP() << "the log of SQLite " << sqlite3_libversion() << " is sound";
  const auto message = message_of([&] { (void)Registry::open(path, {.journal = Journal::wal}); });

  EXPECT_THAT(message, testing::HasSubstr(sqlite3_libversion()));
  EXPECT_THAT(message, testing::HasSubstr("can damage the file"));
  EXPECT_THAT(message, testing::HasSubstr("Journal::rollback"));
  EXPECT_EQ(refusal(path, {.journal = Journal::wal}), ErrorCode::storage);
  EXPECT_FALSE(fs::exists(path));
  EXPECT_NO_THROW((void)Registry::in_memory({.journal = Journal::wal}));
}

TEST_F(JournalTest, ALogLetsReadersReadOnWhileAChangeIsMade) {
  if (!sound_) GTEST_SKIP() << "the log of SQLite " << sqlite3_libversion() << " is not sound";
  auto session = Registry::open(path, {.journal = Journal::wal}).session(ada);
  const auto reader =
      Registry::open(path, {.busy_timeout = std::chrono::milliseconds(0), .journal = Journal::wal})
          .session(ada);
  session.transaction([&](Session& inside) {
    inside.create_model_group({.name = "n"});
    EXPECT_EQ(reader.list_model_groups().total_item_count, 0);
  });
  EXPECT_EQ(reader.list_model_groups().total_item_count, 1);
  EXPECT_EQ(journal_mode(), "wal");
}

TEST_F(JournalTest, AFileGetsARollbackJournalAgain) {
  if (!sound_) GTEST_SKIP() << "the log of SQLite " << sqlite3_libversion() << " is not sound";
  const auto group = Registry::open(path, {.journal = Journal::wal})
                         .session(ada)
                         .create_model_group({.name = "n"});

  EXPECT_EQ(Registry::open(path, {.read_only = true}).session(ada).get_model_group(group.id),
            group);
  EXPECT_EQ(journal_mode(), "wal");  // a reader takes the file as it is
  EXPECT_EQ(Registry::open(path).session(ada).get_model_group(group.id), group);
  EXPECT_EQ(journal_mode(), "delete");
}

TEST_F(JournalTest, ACopyOfAFileWithALogKeepsNone) {
  (void)Registry::open(path);
  test::RawDatabase(path).execute("PRAGMA journal_mode = WAL");
  Registry::open(path, {.read_only = true}).snapshot_to(folder / "copy.db");

  EXPECT_EQ(test::RawDatabase(folder / "copy.db").texts("PRAGMA journal_mode").at(0), "delete");
}

TEST_F(RegistryOpenTest, AWriterIsWaitedForHoweverLongTheTimeoutIs) {
  auto session =
      Registry::open(path, {.busy_timeout = std::chrono::milliseconds::max()}).session(ada);
  SQLite::Database other(path.string(), SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  std::thread ending([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    other.exec("COMMIT");
  });

  EXPECT_EQ(error_of([&] { session.create_model_group({.name = "n"}); }), std::nullopt);
  ending.join();
}

TEST_F(RegistryOpenTest, OnlyErrorsLeaveAPathThatCannotBeUsed) {
  fs::create_symlink("circle-2", folder / "circle-1");
  fs::create_symlink("circle-1", folder / "circle-2");
  write_bytes(folder / "file", "");
  for (const fs::path& refused :
       {folder / "circle-1" / "registry.db", folder / "circle-1", folder / std::string(300, 'x'),
        folder / std::string(300, 'x') / "registry.db", folder / "file" / "registry.db"}) {
    for (const bool read_only : {false, true}) {
      EXPECT_EQ(refusal(refused, {.read_only = read_only}), ErrorCode::invalid_argument) << refused;
    }
  }
}

TEST_F(RegistryOpenTest, AWorkingDirectoryThatWasRemovedIsAnError) {
  const auto before = fs::current_path();
  fs::create_directory(folder / "gone");
  fs::current_path(folder / "gone");
  fs::remove(folder / "gone");
  const auto relative = refusal("registry.db");
  const auto absolute = refusal(path);
  fs::current_path(before);

  EXPECT_EQ(relative, ErrorCode::not_found);
  EXPECT_EQ(absolute, std::nullopt);
}

TEST_F(RegistryOpenTest, AFileThatWasMovedIsNotChangedAndThatIsSaid) {
  auto session = Registry::open(path).session(ada);
  session.create_model_group({.name = "n"});
  fs::rename(path, folder / "elsewhere.db");

  EXPECT_THAT(message_of([&] { session.create_model_group({.name = "m"}); }),
              testing::HasSubstr("moved or replaced"));
}

/// A file that is not only the user's: what a writer must be told to open, and a reader reads.
class TrustTest : public RegistryOpenTest {
 protected:
  void SetUp() override {
    Registry::open(path).session(ada).create_model_group({.name = "n"});
    fs::create_directory(folder / "open-to-all");
    fs::create_symlink(path, folder / "link");
    fs::copy_file(path, folder / "two-names");
    fs::create_hard_link(folder / "two-names", folder / "second-name");
    fs::copy_file(path, folder / "of-a-group");
    fs::permissions(folder / "of-a-group", fs::perms(0664));
    fs::copy_file(path, folder / "open-to-all" / "registry.db");
    fs::permissions(folder / "open-to-all", fs::perms(0777));
    shared_ = {folder / "link", folder / "two-names", folder / "of-a-group",
               folder / "open-to-all" / "registry.db"};
    if (::geteuid() != 0) return;
    fs::copy_file(path, folder / "of-another-user");
    ASSERT_EQ(::chown((folder / "of-another-user").c_str(), 1000, 1000), 0);
    shared_.push_back(folder / "of-another-user");
  }

  std::vector<fs::path> shared_;
};

TEST_F(TrustTest, AFileThatOthersShareIsNotWrittenAndTheWayOutIsNamed) {
  for (const auto& file : shared_) {
    expect_path_refused(file);
    EXPECT_THAT(message_of([&] { (void)Registry::open(file); }), testing::HasSubstr("Trust::any"));
  }
}

TEST_F(TrustTest, AReaderReadsAFileThatOthersShare) {
  for (const auto& file : shared_) {
    const auto session = Registry::open(file, {.read_only = true}).session(ada);
    EXPECT_EQ(session.list_model_groups().total_item_count, 1) << file;
  }
}

TEST_F(TrustTest, AFileThatOthersShareIsWrittenWhereThatIsAskedFor) {
  for (const auto& file : shared_) {
    auto session = Registry::open(file, {.trust = Trust::any}).session(ada);
    session.create_model_group({.name = "m"});
  }
  EXPECT_FALSE(fs::exists(folder / "link-journal"));  // a link is followed before it is opened
  EXPECT_EQ(Registry::open(path).session(ada).list_model_groups().total_item_count, 2);
}

TEST_F(TrustTest, AFolderThatEverybodyMayWriteToTakesACopyWhereThatIsAskedFor) {
  const auto copy = folder / "open-to-all" / "copy.db";
  EXPECT_EQ(error_of([&] { Registry::open(path).snapshot_to(copy); }), ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] { Registry::open(path, {.trust = Trust::any}).snapshot_to(copy); }),
            std::nullopt);
}

TEST_F(TrustTest, WhatIsNoRegularFileIsTrustedByNobody) {
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  fs::create_symlink(folder / "nothing", folder / "dangling");
  for (const auto& refused : {folder / "fifo", folder / "dangling", folder / "open-to-all",
                              fs::path("/dev/null"), fs::path(":memory:")}) {
    EXPECT_EQ(refusal(refused, {.trust = Trust::any}), ErrorCode::invalid_argument) << refused;
    EXPECT_EQ(refusal(refused, {.read_only = true}), ErrorCode::invalid_argument) << refused;
  }
  EXPECT_FALSE(fs::exists(folder / "nothing"));
}

/// What SQLite keeps beside a file and takes into it.
class CompanionTest : public RegistryOpenTest, public testing::WithParamInterface<const char*> {
 protected:
  fs::path companion = folder / ("registry.db" + std::string(GetParam()));

  void SetUp() override {
    (void)Registry::open(path);
    fs::remove(companion);
  }
  void expect_refused(const Options& options = {}) {
    EXPECT_EQ(refusal(path, options), ErrorCode::invalid_argument);
    EXPECT_THAT(message_of([&] { (void)Registry::open(path, options); }),
                testing::HasSubstr(companion.filename().string()));
  }
};

TEST_P(CompanionTest, ThatIsNoRegularFileIsRefusedByEverybody) {
  write_bytes(folder / "target", "");
  for (const auto& options :
       {Options{}, Options{.read_only = true}, Options{.trust = Trust::any}}) {
    fs::create_symlink(folder / "target", companion);
    expect_refused(options);
    fs::remove(companion);
    ASSERT_EQ(::mkfifo(companion.c_str(), 0600), 0);
    expect_refused(options);
    fs::remove(companion);
  }
}

TEST_P(CompanionTest, ThatOthersMayWriteToIsRefused) {
  write_bytes(companion, "");
  for (const auto mode : {0620, 0602}) {
    fs::permissions(companion, fs::perms(mode));
    expect_refused();
    expect_refused({.read_only = true});
    EXPECT_EQ(refusal(path, {.trust = Trust::any}), std::nullopt);
  }
}

TEST_P(CompanionTest, WithFurtherHardLinksIsRefused) {
  write_bytes(folder / "target", "");
  fs::create_hard_link(folder / "target", companion);
  expect_refused();
  EXPECT_EQ(refusal(path, {.read_only = true}), std::nullopt);
  EXPECT_EQ(refusal(path, {.trust = Trust::any}), std::nullopt);
}

TEST_P(CompanionTest, OfAnotherUserIsRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "this user cannot give a file away";
  write_bytes(companion, "");
  ASSERT_EQ(::chown(companion.c_str(), 1000, 1000), 0);
  expect_refused();
  expect_refused({.read_only = true});
  EXPECT_EQ(refusal(path, {.trust = Trust::any}), std::nullopt);
}

TEST_P(CompanionTest, OfTheUserIsTaken) {
  write_bytes(companion, "");
  EXPECT_EQ(refusal(path), std::nullopt);
  EXPECT_EQ(refusal(path, {.read_only = true}), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Suffixes, CompanionTest, testing::Values("-journal", "-wal", "-shm"),
                         [](const testing::TestParamInfo<const char*>& test) {
                           return std::string(test.param + 1);
                         });

/// How long a statement may take. The registry is filled without a limit, however slow the machine.
class LongestTest : public testing::Test {
 protected:
  static constexpr std::chrono::milliseconds little{1};

  Session filled(int count, const Options& options) {
    fill(count);
    return Registry::open(path, options).session(ada);
  }
  static ModelInstanceQuery a_long_query() {
    ModelInstanceQuery query;
    query.sort_by = {{.field = "name"}};
    return query;
  }

  const ModelGroupId group{"group"};

 private:
  void fill(int count) {
    auto registry = Registry::open(path);
    registry.session(ada).transaction([&](Session& session) {
      session.create_model_group({.name = "n", .id = group});
      for (int i = 0; i < count; ++i) {
        const auto instance = session.create_model_instance(test::an_instance(std::to_string(i)));
        session.add_model_instance(group, instance.id);
      }
    });
  }

  test::TemporaryFolder folder;
  const fs::path path = folder / "registry.db";
};

TEST_F(LongestTest, AReadThatTakesLongerIsStopped) {
  const auto session = filled(20'000, {.longest_read = little});

  EXPECT_EQ(error_of([&] { (void)session.list_model_instances(a_long_query()); }),
            ErrorCode::storage);
}

TEST_F(LongestTest, AReadHasNoLimitIfItIsZero) {
  const auto session = filled(3000, {.longest_read = std::chrono::milliseconds(0)});

  EXPECT_EQ(session.list_model_instances(a_long_query()).total_item_count, 3000);
}

TEST_F(LongestTest, AReadHasNoLimitIfItIsVeryLong) {
  const auto session = filled(3000, {.longest_read = std::chrono::milliseconds::max()});

  EXPECT_EQ(session.list_model_instances(a_long_query()).total_item_count, 3000);
}

TEST_F(LongestTest, AChangeThatTakesLongerIsTakenBack) {
  auto session = filled(3000, {.longest_change = little});

  EXPECT_EQ(error_of([&] { session.delete_model_group(group); }), ErrorCode::storage);
  ModelInstanceQuery query;
  query.model_group_id = group;
  EXPECT_EQ(session.list_model_instances(query).total_item_count, 3000);
}

TEST_F(LongestTest, AChangeHasNoLimitUnlessOneIsAskedFor) {
  auto session = filled(3000, {.longest_read = little});

  EXPECT_EQ(error_of([&] { session.delete_model_group(group); }), std::nullopt);
}

}  // namespace
}  // namespace modelreg
