#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "fault/scenario.hpp"
#include "journals.hpp"
#include "parallel.hpp"
#include "raw_database.hpp"
#include "session_fixture.hpp"
#include "shared_value.hpp"
#include "storage/migrations.hpp"
#include "temporary_folder.hpp"
#include "text_file.hpp"

/// Many processes and threads on one file.
namespace modelreg {
namespace {

using test::error_of;
using test::in_processes;
using test::in_threads;
using test::Shared;

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

const Identity ada{.account_id = "acme", .user_id = "ada"};

class MultiTest : public testing::Test {
 protected:
  test::TemporaryFolder folder;
  fs::path path = folder / "registry.db";
  Options options;
  Shared<std::atomic<bool>> over;

  /// Do `work` while `count` processes change the registry without a pause, each with its number.
  /// Returns how many of them never failed.
  int beside_writers(int count, const std::function<void(Session&, int)>& change,
                     const std::function<void()>& work) {
    Shared<std::atomic<int>> number;
    int succeeded = 0;
    // The children are forked before there is another thread or a registry here.
    std::vector<pid_t> children;
    for (int i = 0; i < count; ++i) {
      const pid_t child = ::fork();
      if (child == 0) ::_exit(write_until_over((*number)++, change));
      children.push_back(child);
    }
    work();
    *over = true;
    for (const pid_t child : children) {
      int status = 1;
      ::waitpid(child, &status, 0);
      if (status == 0) ++succeeded;
    }
    return succeeded;
  }

 private:
  int write_until_over(int number, const std::function<void(Session&, int)>& change) {
    try {
      auto session = Registry::open(path, options).session(ada);
      while (!*over) change(session, number);
      return 0;
    } catch (const std::exception& error) {
      std::cerr << "a writer failed: " << error.what() << '\n';
      return 1;
    }
  }
};

TEST_F(MultiTest, WhoIsKeptWaitingLearnsWhichProcessHasTheLock) {
  (void)Registry::open(path);
  options.busy_timeout = std::chrono::milliseconds(0);
  std::string message;
  const Shared<std::atomic<bool>> locked;
  const pid_t child = ::fork();
  if (child == 0) {
    Registry::open(path).session(ada).transaction([&](Session& session) {
      session.create_model_group({.name = "g"});
      *locked = true;
      while (!*over) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    });
    ::_exit(0);
  }
  while (!*locked) std::this_thread::yield();
  try {
    Registry::open(path, options).session(ada).create_model_group({.name = "h"});
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::busy);
    message = error.what();
  }
  *over = true;
  ::waitpid(child, nullptr, 0);

  EXPECT_THAT(message, testing::HasSubstr("process " + std::to_string(child) + " ("));
}

class MultiInEachJournalTest : public MultiTest, public testing::WithParamInterface<Journal> {
 protected:
  MultiInEachJournalTest() { options.journal = GetParam(); }
};

INSTANTIATE_TEST_SUITE_P(Every, MultiInEachJournalTest, testing::ValuesIn(test::sound_journals()),
                         [](const auto& test) { return test::name_of(test.param); });

TEST_P(MultiInEachJournalTest, NoneOfManyReadingAndWritingTransactionsIsLostOrRefused) {
  const ModelGroupId counter("counter");
  Registry::open(path, options)
      .session(ada)
      .create_model_group({.name = "n", .description = "0", .id = counter});
  const auto count = [&] {
    auto session = Registry::open(path, options).session(ada);
    for (int i = 0; i < 50; ++i) {
      session.transaction([&](Session& inside) {
        const int number = std::stoi(*inside.get_model_group(counter).description);
        inside.update_model_group(counter, {.description = std::to_string(number + 1)});
      });
    }
  };

  EXPECT_EQ(in_processes(4, [&] { in_threads(4, count); }), 4);
  EXPECT_EQ(Registry::open(path, options).session(ada).get_model_group(counter).description, "800");
}

/// The control: transactions that begin by reading, as SQLite's own BEGIN does, are refused.
TEST_F(MultiTest, TransactionsThatBeginByReadingAreRefused) {
  {
    SQLite::Database database(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("CREATE TABLE counter (number INTEGER); INSERT INTO counter VALUES (0)");
  }
  Shared<std::atomic<int>> refused;
  in_processes(4, [&] {
    SQLite::Database database(path.string(), SQLite::OPEN_READWRITE, 30'000);
    for (int i = 0; i < 50; ++i) {
      try {
        SQLite::Transaction transaction(database);
        (void)database.execAndGet("SELECT number FROM counter").getInt();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        database.exec("UPDATE counter SET number = number + 1");
        transaction.commit();
      } catch (const SQLite::Exception&) {
        ++*refused;
      }
    }
  });

  EXPECT_GT(*refused, 0);
}

/// Eight processes open `path` at once and change it; none is refused, and nothing is lost.
void expect_all_eight_open(const fs::path& path, const Options& options) {
  const auto start = Clock::now() + std::chrono::milliseconds(20);
  EXPECT_EQ(
      in_processes(8,
                   [&] {
                     std::this_thread::sleep_until(start);
                     Registry::open(path, options).session(ada).create_model_group({.name = "n"});
                   }),
      8);
  auto registry = Registry::open(path, options);
  EXPECT_EQ(registry.session(ada).list_model_groups().total_item_count, 8);
  EXPECT_TRUE(registry.check().sound());
}

TEST_P(MultiInEachJournalTest, EightProcessesThatOpenAMissingFileAtOnceAllGetTheSameRegistry) {
  for (int round = 0; round < 40; ++round) {
    test::remove_registry(path);
    expect_all_eight_open(path, options);
  }
}

TEST_F(MultiTest, EightProcessesThatOpenAnOlderRegistryAtOnceMigrateAndCopyItOnce) {
  const fs::path copy =
      path.string() + ".before-v" + std::to_string(storage::newest_schema_version());
  for (int round = 0; round < 10; ++round) {
    fs::remove(path);
    fs::remove(copy);
    EXPECT_EQ(in_processes(1,
                           [&] {
                             test::write_bytes(path, "");
                             SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
                             storage::write_schema(database, 1);
                           }),
              1);
    expect_all_eight_open(path, {});
    EXPECT_EQ(test::RawDatabase(copy).texts("PRAGMA user_version").at(0), "1");
    EXPECT_FALSE(fs::exists(copy.string() + ".2"));
  }
}

TEST_F(MultiTest, EightProcessesThatOpenAFileWithALogAtOnceAllGetItsRecords) {
  for (int round = 0; round < 40; ++round) {
    fs::remove(path);
    EXPECT_EQ(in_processes(1,
                           [&] {
                             (void)Registry::open(path);
                             test::RawDatabase(path).execute("PRAGMA journal_mode = WAL");
                           }),
              1);
    expect_all_eight_open(path, {});
  }
}

void rename_a_group(Session& session, int number) {
  session.update_model_group(ModelGroupId(std::to_string(number)),
                             {.description = std::string(100, 'd')});
}

TEST_P(MultiInEachJournalTest, NobodyStarvesBesideTwoWritersThatNeverPause) {
  {
    auto session = Registry::open(path, options).session(ada);
    for (const char* const id : {"0", "1", "2"}) {
      session.create_model_group({.name = "n", .id = ModelGroupId(id)});
    }
  }
  Clock::duration longest_write{};
  Clock::duration longest_read{};
  const int writers = beside_writers(2, rename_a_group, [&] {
    auto session = Registry::open(path, options).session(ada);
    for (const auto end = Clock::now() + std::chrono::seconds(6); Clock::now() < end;) {
      const auto start = Clock::now();
      rename_a_group(session, 2);
      const auto written = Clock::now();
      (void)session.list_model_groups();
      longest_write = std::max(longest_write, written - start);
      longest_read = std::max(longest_read, Clock::now() - written);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });

  EXPECT_EQ(writers, 2);
  EXPECT_LE(longest_write, std::chrono::seconds(2));
  EXPECT_LE(longest_read, std::chrono::seconds(2));
}

/// Two groups at a time, so that half a change would be seen.
void create_a_pair(Session& session, int) {
  session.transaction([](Session& inside) {
    for (int i = 0; i < 2; ++i) {
      inside.create_model_group({.name = "n", .description = std::string(2000, 'd')});
    }
  });
}

TEST_P(MultiInEachJournalTest, ASnapshotIsWholeWhileOthersWrite) {
  (void)Registry::open(path, options);
  std::int64_t groups = 0;
  const int writers = beside_writers(2, create_a_pair, [&] {
    auto registry = Registry::open(path, options);
    for (int i = 0; i < 30; ++i) {
      const auto copy = folder / ("copy-" + std::to_string(i) + ".db");
      registry.snapshot_to(copy);
      auto copied = Registry::open(copy);
      EXPECT_TRUE(copied.check().sound());
      const auto now = copied.session(ada).list_model_groups().total_item_count;
      EXPECT_EQ(now % 2, 0);
      EXPECT_GE(now, groups);
      groups = now;
      EXPECT_EQ(fs::status(copy).permissions(), fs::perms(0600));
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  });

  EXPECT_EQ(writers, 2);
  EXPECT_GT(groups, 0);
}

/// The control: copied byte by byte, as `cp` does, a file that is written to is damaged.
TEST_F(MultiTest, ACopyOfTheBytesIsDamagedWhileOthersWrite) {
  (void)Registry::open(path);
  int damaged = 0;
  beside_writers(2, create_a_pair, [&] {
    for (int i = 0; i < 500 && damaged == 0; ++i) {  // most are
      const auto copy = folder / "copy.db";
      fs::remove(copy);
      ASSERT_EQ(in_processes(1, [&] { fs::copy_file(path, copy); }), 1);  // locks die with it alone
      try {
        if (!Registry::open(copy).check().sound()) ++damaged;
      } catch (const Error&) {
        ++damaged;
      }
    }
  });

  EXPECT_GT(damaged, 0);
}

/// The locks on the file that this process holds, as the kernel tells them.
/// It is asked of the descriptors of this process: "/proc/locks" has the locks of all processes,
/// and lists one twice or not at all if another process changes its own while the list is read.
std::vector<std::string> locks_on(const fs::path& path) {
  struct stat info {};
  EXPECT_EQ(::stat(path.c_str(), &info), 0);
  const std::string inode = ":" + std::to_string(info.st_ino) + " ";
  std::vector<std::string> locks;
  for (const auto& descriptor : fs::directory_iterator("/proc/self/fdinfo")) {
    std::ifstream file(descriptor.path());
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("lock:") && line.find(inode) != std::string::npos) locks.push_back(line);
    }
  }
  std::sort(locks.begin(), locks.end());
  return locks;
}

/// A write-ahead log is locked in the file that its readers and writers share.
std::vector<std::string> locks_on_registry(const fs::path& path) {
  auto locks = locks_on(path);
  const fs::path shared = path.string() + "-shm";
  if (!fs::exists(shared)) return locks;
  for (auto& lock : locks_on(shared)) locks.push_back(std::move(lock));
  return locks;
}

TEST_P(MultiInEachJournalTest, NoCallDropsTheLocksOfATransaction) {
  test::make_registry(path);
  auto registry = Registry::open(path, options);
  auto session = registry.session(test::caller);
  for (const auto& call : test::calls()) {
    struct TakenBack {};
    try {
      session.transaction([&](Session& inside) {
        inside.create_model_group({.name = "n"});
        const auto before = locks_on_registry(path);
        EXPECT_FALSE(before.empty());
        try {
          (void)call.make(registry, inside);
        } catch (const Error& error) {
          EXPECT_EQ(error.code(), ErrorCode::invalid_argument) << call.name;  // not in here
        }
        (void)Registry::in_memory();
        (void)error_of([&] { (void)Registry::open(folder / "missing" / "registry.db"); });
        EXPECT_EQ(error_of([&] { registry.snapshot_to(path); }), ErrorCode::invalid_argument);
        EXPECT_EQ(locks_on_registry(path), before) << call.name;
        throw TakenBack{};
      });
    } catch (const TakenBack&) {
    }
  }
}

}  // namespace
}  // namespace modelreg
