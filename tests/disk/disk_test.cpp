#include <grp.h>
#include <sched.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <random>
#include <stdexcept>
#include <string>

#include "parallel.hpp"
#include "raw_database.hpp"
#include "sanitized.hpp"
#include "session_fixture.hpp"
#include "temporary_folder.hpp"
#include "text_file.hpp"
#include "weight.hpp"

/// Disks that are full, files that may not be written, descriptors that run out, bytes that
/// changed.
namespace modelreg {
namespace {

using test::error_of;
using test::in_processes;

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

const Identity ada{.account_id = "acme", .user_id = "ada"};
constexpr uid_t ordinary_user = 1000;

void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(what);
}

/// A test whose work is done in a child, which may give up rights and limits for good.
class DiskTest : public testing::Test {
 protected:
  test::TemporaryFolder folder;
  fs::path path = folder / "registry.db";

  static void expect_in_child(const std::function<void()>& work) {
    EXPECT_EQ(in_processes(1, work), 1);
  }

  /// Create groups until that is refused. Returns how many there are then, and what the refusal
  /// was.
  static std::pair<std::int64_t, Error> fill(Session& session) {
    for (std::int64_t count = 0;; ++count) {
      try {
        session.create_model_group({.name = "n", .description = std::string(20'000, 'd')});
      } catch (const Error& error) {
        return {count, error};
      }
    }
  }

  /// While there is no room, reading works and nothing is lost; with room again, everything works.
  static void expect_full_and_then_not(const fs::path& path,
                                       const std::function<void()>& make_room) {
    auto registry = Registry::open(path);
    auto session = registry.session(ada);
    const auto [count, error] = fill(session);
    const bool unknown = error.code() == ErrorCode::outcome_unknown;
    require(unknown || error.code() == ErrorCode::storage, error.what());
    require(count > 0, "nothing could be stored");
    const auto stored = session.list_model_groups({.page = 1, .limit = 1}).total_item_count;
    require(stored == count || (unknown && stored == count + 1),
            "what was stored is not what was acknowledged");
    make_room();
    session.create_model_group({.name = "n"});
    require(registry.check().sound(), "the file is damaged");
  }
};

TEST_F(DiskTest, AFileThatMayNotGrowIsReadAndThenGoesOn) {
  expect_in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    const auto limit_to = [&](rlim_t bytes) {
      limit.rlim_cur = bytes;
      ::setrlimit(RLIMIT_FSIZE, &limit);
    };
    limit_to(1 << 20);
    expect_full_and_then_not(path, [&] { limit_to(limit.rlim_max); });
  });
}

TEST_F(DiskTest, AFullDiskIsReadAndThenGoesOn) {
  const auto disk = folder / "disk";
  fs::create_directory(disk);
  const int mounted = in_processes(1, [&] {
    require(::unshare(CLONE_NEWNS) == 0 &&
                ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                ::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=1m,mode=0700") == 0,
            "cannot mount");
  });
  if (mounted == 0) GTEST_SKIP() << "this user may not mount a small disk";
  expect_in_child([&] {
    ::unshare(CLONE_NEWNS);
    ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
    ::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=1m,mode=0700");
    test::write_bytes(disk / "ballast", std::string(200'000, 'x'));
    expect_full_and_then_not(disk / "registry.db", [&] { fs::remove(disk / "ballast"); });
  });
}

TEST_F(DiskTest, WithoutDescriptorsARegistryIsNotOpenedAndSaysSo) {
  if (test::is_sanitized) {
    GTEST_SKIP() << "the sanitizer needs descriptors itself, to look at an exception";
  }
  expect_in_child([&] {
    const auto group = Registry::open(path).session(ada).create_model_group({.name = "n"});
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const rlimit none{.rlim_cur = 3, .rlim_max = limit.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &none);
    const auto refused = error_of([&] { (void)Registry::open(path); });
    const auto not_created = error_of([&] { (void)Registry::open(folder / "new.db"); });
    ::setrlimit(RLIMIT_NOFILE, &limit);
    require(refused == ErrorCode::storage, "was opened");
    require(not_created == ErrorCode::storage, "was created");
    require(Registry::open(path).session(ada).get_model_group(group.id) == group, "is lost");
  });
}

TEST_F(DiskTest, ASnapshotThatFindsNoRoomSaysSoAndLeavesNothing) {
  expect_in_child([&] {
    auto registry = Registry::open(path);
    auto session = registry.session(ada);
    for (int i = 0; i < 20; ++i) {
      session.create_model_group({.name = "n", .description = std::string(20'000, 'd')});
    }
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{.rlim_cur = 100'000, .rlim_max = RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &small);
    try {
      registry.snapshot_to(folder / "snapshot.db");
    } catch (const Error& error) {
      require(std::string_view(error.what()).find("the disk") != std::string::npos, error.what());
      require(!fs::exists(folder / "snapshot.db"), "half a snapshot is left");
      return;
    }
    require(false, "there was room");
  });
}

TEST_F(DiskTest, OpeningAndClosingTenThousandTimesLeavesNothingBehind) {
  const auto use = [&] {
    auto registry = Registry::open(path);
    (void)registry.session(ada).list_model_groups();
  };
  use();
  const auto descriptors = test::open_descriptors();
  const auto memory = sqlite3_memory_used();
  for (int i = 0; i < 10'000; ++i) use();

  EXPECT_EQ(test::open_descriptors(), descriptors);
  EXPECT_EQ(sqlite3_memory_used(), memory);
}

/// What an ordinary user may do with a registry in a folder or a file that is not to be written.
class ReadOnlyTest : public DiskTest {
 protected:
  const fs::path directory = folder / "data";
  const fs::path file = directory / "a registry?mode=rw&x#y%41.db";  // as a URI it is another's

  void SetUp() override {
    fs::create_directory(directory);
    Registry::open(file).session(ada).create_model_group({.name = "n"});
    if (!is_root) return;  // Root may do everything, so the work is another user's.
    const bool is_given = give_to(ordinary_user, {folder / "", directory, file});
    const bool is_reached = in_processes(1, [&] {
                              become_ordinary_user();
                              require(fs::exists(file), "is out of reach");
                            }) == 1;
    if (!is_given || !is_reached) {
      GTEST_SKIP() << "root may not become another user here, or that one may not enter "
                   << fs::temp_directory_path();
    }
  }
  void TearDown() override { fs::permissions(directory, fs::perms(0700)); }

  /// The registry as it is, and what an ordinary user gets: it can be read, it cannot be changed,
  /// and that is said at once.
  void expect_only_read(fs::perms of_directory, fs::perms of_file) {
    const auto bytes = test::read_bytes(file);
    expect_as_ordinary_user(of_directory, of_file, [&] {
      auto reader = Registry::open(file, {.read_only = true});
      require(reader.session(ada).list_model_groups().total_item_count == 1, "cannot be read");
      const auto start = Clock::now();
      require(error_of([&] { reader.session(ada).create_model_group({.name = "n"}); }) ==
                  ErrorCode::storage,
              "was changed by a reader");
      require(error_of([&] {
                Registry::open(file).session(ada).create_model_group({.name = "n"});
              }) == ErrorCode::storage,
              "was changed");
      require(Clock::now() - start < std::chrono::seconds(1), "took long");
    });
    EXPECT_EQ(test::read_bytes(file), bytes);
  }

  void expect_as_ordinary_user(fs::perms of_directory, fs::perms of_file,
                               const std::function<void()>& work) {
    fs::permissions(file, of_file);
    fs::permissions(directory, of_directory);
    expect_in_child([&] {
      if (is_root) become_ordinary_user();
      work();
    });
    fs::permissions(directory, fs::perms(0700));
  }

  static bool give_to(uid_t user, std::initializer_list<fs::path> owned) {
    return std::all_of(owned.begin(), owned.end(), [&](const fs::path& each) {
      return ::chown(each.c_str(), user, user) == 0;
    });
  }

  /// As a program leaves the file that kept it with a write-ahead log and closed it.
  void keep_with_log() {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    database.exec("PRAGMA journal_mode = WAL");
  }

  void expect_refused_with_words(fs::perms of_directory, const std::string& words) {
    expect_as_ordinary_user(of_directory, fs::perms(0400), [&] {
      try {
        (void)Registry::open(file, {.read_only = true});
      } catch (const Error& error) {
        require(error.code() == ErrorCode::storage, "is refused for another reason");
        require(std::string(error.what()).find(words) != std::string::npos, error.what());
        return;
      }
      require(false, "was opened");
    });
  }

  static inline const bool is_root = ::geteuid() == 0;

 private:
  static void become_ordinary_user() {
    require(::setgroups(0, nullptr) == 0 && ::setgid(ordinary_user) == 0 &&
                ::setuid(ordinary_user) == 0,
            "cannot become another user");
  }
};

TEST_F(ReadOnlyTest, AFileThatMayNotBeWrittenIsRead) {
  expect_only_read(fs::perms(0700), fs::perms(0400));
}

TEST_F(ReadOnlyTest, AFileInAFolderThatMayNotBeWrittenIsRead) {
  expect_only_read(fs::perms(0500), fs::perms(0600));
}

TEST_F(ReadOnlyTest, AFileInAFolderThatMayNotBeWrittenMayNotBeWrittenEither) {
  expect_only_read(fs::perms(0500), fs::perms(0400));
}

TEST_F(ReadOnlyTest, AFileThatMayNotBeReadIsRefused) {
  expect_as_ordinary_user(fs::perms(0500), fs::perms(0000), [&] {
    require(
        error_of([&] { (void)Registry::open(file, {.read_only = true}); }) == ErrorCode::storage,
        "was opened");
  });
}

/// A reader of a file with a write-ahead log writes beside the file, or reads it without locks.
TEST_F(ReadOnlyTest, AFileWithALogInAFolderThatNobodyMayWriteToIsRead) {
  keep_with_log();
  expect_as_ordinary_user(fs::perms(0500), fs::perms(0400), [&] {
    auto reader = Registry::open(file, {.read_only = true});
    require(reader.session(ada).list_model_groups().total_item_count == 1, "cannot be read");
    require(reader.check().sound(), "is not sound");
    reader.snapshot_to(folder / "snapshot.db");
  });
}

TEST_F(ReadOnlyTest, AFileWithALogThatHoldsChangesIsRefusedWhereTheyCannotBeRead) {
  keep_with_log();
  const auto log = fs::path(file.string() + "-wal");
  test::write_bytes(log, "changes");
  if (is_root) {
    ASSERT_TRUE(give_to(ordinary_user, {log}));
  }
  expect_refused_with_words(fs::perms(0500), "write-ahead log");
}

/// Only the folder's owner can say that nobody else changes the file meanwhile.
TEST_F(ReadOnlyTest, AFileWithALogInAFolderOfSomebodyElseIsRefused) {
  if (!is_root) GTEST_SKIP() << "only root has another user's folder";
  keep_with_log();
  ASSERT_TRUE(give_to(0, {directory}));
  expect_refused_with_words(fs::perms(0755), "open it once with Journal::rollback");
}

TEST_F(ReadOnlyTest, AFileOnAReadOnlyMediumIsRead) {
  const auto remounted = [&] {
    require(::unshare(CLONE_NEWNS) == 0 &&
                ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                ::mount(directory.c_str(), directory.c_str(), nullptr, MS_BIND, nullptr) == 0 &&
                ::mount("none", directory.c_str(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY,
                        nullptr) == 0,
            "cannot mount");
  };
  if (is_root) {
    ASSERT_TRUE(give_to(0, {directory, file}));
  }
  if (in_processes(1, remounted) == 0) GTEST_SKIP() << "this user may not mount a read-only medium";
  for (const char* mode : {"DELETE", "WAL"}) {
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE)
        .exec(std::string("PRAGMA journal_mode = ") + mode);
    expect_in_child([&] {
      remounted();
      auto reader = Registry::open(file, {.read_only = true});
      require(reader.session(ada).list_model_groups().total_item_count == 1, "cannot be read");
      require(error_of([&] { (void)Registry::open(file); }) == ErrorCode::storage, "was changed");
    });
  }
}

/// A writer died; without the right to take its half change back, nobody may read the file.
TEST_F(ReadOnlyTest, AFileWithAHalfChangeThatMayNotBeTakenBackIsRefused) {
  expect_in_child([&] {  // dies in a transaction that has reached the file
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    database.exec("PRAGMA cache_size = 1; BEGIN");
    database.exec(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
        " INSERT INTO account (id) SELECT 'account ' || i || hex(randomblob(100)) FROM n");
    ::_exit(0);
  });
  const auto journal = fs::path(file.string() + "-journal");
  ASSERT_TRUE(fs::exists(journal));
  const auto bytes = test::read_bytes(file);
  if (is_root) {
    ASSERT_TRUE(give_to(ordinary_user, {journal}));
  }
  expect_refused_with_words(fs::perms(0500), "take the half change back");
  EXPECT_EQ(test::read_bytes(file), bytes);

  if (is_root) {  // the refusal of others' files is not meant
    ASSERT_TRUE(give_to(::geteuid(), {directory, file, journal}));
  }
  fs::permissions(file, fs::perms(0600));
  EXPECT_TRUE(Registry::open(file).check().sound());
}

/// A registry whose bytes were changed: whatever is asked of it ends with an answer or an error,
/// and the file is left as it is.
class DamagedFileTest : public DiskTest {
 protected:
  void SetUp() override {
    auto registry = Registry::open(path);
    auto session = registry.session(ada);
    const auto group = session.create_model_group({.name = "n"});
    for (int i = 0; i < 20; ++i) {
      const auto instance = session.create_model_instance(test::a_full_instance());
      session.add_model_instance(group.id, instance.id);
      session.create_model_deployment(instance.id, {.name = "n"});
    }
  }

  std::string sound_bytes() { return test::read_bytes(path); }

  void use(const std::string& bytes) {
    test::write_bytes(path, bytes);
    try {
      auto registry = Registry::open(path, {.read_only = true});
      const auto session = registry.session(ada);
      for (const auto& instance : session.walk_model_instances()) {
        EXPECT_FALSE(to_json_text(instance).empty());
      }
      (void)session.list_model_groups();
      (void)session.list_model_deployments();
      (void)registry.list_api_keys();
      (void)registry.check();
    } catch (const Error& error) {
      EXPECT_TRUE(error.code() == ErrorCode::storage || error.code() == ErrorCode::schema_mismatch)
          << error.what();
    }
    EXPECT_EQ(test::read_bytes(path), bytes);
  }
};

TEST_F(DamagedFileTest, AFlippedBitEndsInAnAnswerOrAnError) {
  const auto bytes = sound_bytes();
  std::mt19937 chance(42);
  for (int i = 0; i < 3000 && !HasFailure(); ++i) {
    auto flipped = bytes;
    flipped[chance() % flipped.size()] ^= static_cast<char>(1U << chance() % 8);
    use(flipped);
  }
}

TEST_F(DamagedFileTest, AFileThatWasCutEndsInAnAnswerOrAnError) {
  const auto bytes = sound_bytes();
  for (std::size_t size = 0; size < bytes.size() && !HasFailure(); size += 512) {
    use(bytes.substr(0, size));
  }
}

TEST_F(DamagedFileTest, APageOfZeroesEndsInAnAnswerOrAnError) {
  const auto bytes = sound_bytes();
  for (std::size_t page = 0; page < bytes.size() && !HasFailure(); page += 4096) {
    auto damaged = bytes;
    damaged.replace(page, 4096, std::string(4096, '\0'));
    use(damaged);
  }
}

}  // namespace
}  // namespace modelreg
