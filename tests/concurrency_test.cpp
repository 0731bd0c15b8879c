#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include "parallel.hpp"
#include "raw_database.hpp"
#include "session_fixture.hpp"
#include "temporary_folder.hpp"
#include "text_file.hpp"

namespace modelreg {
namespace {

using test::an_instance;
using test::error_of;
using test::in_processes;
using test::in_threads;

const Identity ada{.account_id = "acme", .user_id = "ada"};

class ConcurrencyTest : public testing::Test {
 protected:
  test::TemporaryFolder folder;
  std::filesystem::path path = folder / "registry.db";
};

void move_instances(Session session, const ModelGroupId& group, int count) {
  for (int i = 0; i < count; ++i) {
    const auto instance = session.create_model_instance(an_instance());
    session.add_model_instance(group, instance.id);
  }
}

std::int64_t members(const Session& session, const ModelGroupId& group) {
  ModelInstanceQuery query;
  query.model_group_id = group;
  return session.list_model_instances(query).total_item_count;
}

TEST_F(ConcurrencyTest, AChildRefusesWhatWasOpenedBeforeItWasForkedAndLeavesTheFileAlone) {
  for (int round = 0; round < 100; ++round) {
    auto registry = std::make_unique<Registry>(Registry::open(path));
    auto session = std::make_unique<Session>(registry->session(ada));
    std::optional<ModelGroup> group;
    session->transaction([&](Session& inside) {  // the worst moment: a journal is on the disk
      group = inside.create_model_group({.name = "n"});
      EXPECT_EQ(in_processes(1,
                             [&] {
                               const bool refused =
                                   error_of([&] { (void)session->list_model_groups(); }) ==
                                       ErrorCode::storage &&
                                   error_of([&] { session->create_model_group({.name = "c"}); }) ==
                                       ErrorCode::storage &&
                                   error_of([&] { (void)registry->check(); }) == ErrorCode::storage;
                               session.reset();
                               registry.reset();
                               if (!refused) throw std::runtime_error("was not refused");
                             }),
                1);
    });

    EXPECT_EQ(session->get_model_group(group->id), group);
    session->create_model_group({.name = "after"});
    EXPECT_TRUE(registry->check().sound());
  }
}

TEST_F(ConcurrencyTest, AChildThatGoesOnInATransactionEndsNothingOfIt) {
  const auto journal = folder / "registry.db-journal";  // with which the parent can roll back
  auto session = Registry::open(path).session(ada);
  for (const bool throws : {false, true}) {
    bool in_child = false;
    try {
      session.transaction([&](Session& inside) {
        inside.create_model_group({.name = "parent"});
        const auto kept = test::read_bytes(journal);
        const pid_t child = ::fork();
        in_child = child == 0;
        if (in_child && throws) throw std::runtime_error("mine");
        if (in_child) return;
        int status = 1;
        ::waitpid(child, &status, 0);
        EXPECT_EQ(status, 0);
        EXPECT_FALSE(kept.empty());
        EXPECT_EQ(test::read_bytes(journal), kept);
        inside.create_model_group({.name = "parent"});
      });
    } catch (const Error& error) {
      ::_exit(in_child && !throws && error.code() == ErrorCode::storage ? 0 : 1);
    } catch (const std::runtime_error&) {
      ::_exit(in_child && throws ? 0 : 1);
    }
    if (in_child) ::_exit(1);
  }

  EXPECT_EQ(session.list_model_groups().total_item_count, 4);
}

TEST_F(ConcurrencyTest, AChildThatGoesOnInASnapshotLeavesTheCopyToItsParent) {
  const auto copy = folder / "copy.db";
  auto registry = Registry::open(path);
  registry.session(ada).create_model_group({.name = "n"});
  bool in_child = false;
  try {
    registry.snapshot_to(copy, [&](std::size_t, std::size_t) {
      const pid_t child = ::fork();
      in_child = child == 0;
      if (in_child) return;
      int status = 1;
      ::waitpid(child, &status, 0);
      EXPECT_EQ(status, 0);
    });
  } catch (const Error& error) {
    ::_exit(in_child && error.code() == ErrorCode::storage ? 0 : 1);
  }
  if (in_child) ::_exit(1);

  EXPECT_TRUE(Registry::open(copy).check().sound());
  EXPECT_TRUE(registry.check().sound());
}

TEST_F(ConcurrencyTest, AChildOfATransactionCanOpenTheRegistryAnewAndWaitsForItsParent) {
  auto session = Registry::open(path).session(ada);
  pid_t child = 0;
  session.transaction([&](Session& inside) {
    inside.create_model_group({.name = "parent"});
    child = ::fork();
    if (child != 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      return;
    }
    const auto status = [&] {
      auto impatient =
          Registry::open(path, {.busy_timeout = std::chrono::milliseconds(0)}).session(ada);
      if (impatient.list_model_groups().total_item_count != 0) return 2;
      if (error_of([&] { impatient.create_model_group({.name = "c"}); }) != ErrorCode::busy) {
        return 3;
      }
      auto patient = Registry::open(path).session(ada);
      patient.create_model_group({.name = "child"});
      return patient.list_model_groups().total_item_count == 2 ? 0 : 4;
    };
    try {
      ::_exit(status());
    } catch (const std::exception&) {
      ::_exit(5);
    }
  });
  int status = 1;
  ::waitpid(child, &status, 0);

  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(session.list_model_groups().total_item_count, 2);
}

/// A lock that only SQLite's memory knows keeps nobody out.
TEST_F(ConcurrencyTest, WhatAChildOfATransactionReadsKeepsItsParentFromWriting) {
  auto session = Registry::open(path, {.busy_timeout = std::chrono::milliseconds(0)}).session(ada);
  std::array<int, 2> reading{};
  std::array<int, 2> written{};
  ASSERT_EQ(::pipe(reading.data()), 0);
  ASSERT_EQ(::pipe(written.data()), 0);
  pid_t child = 0;
  char byte = 0;
  session.transaction([&](Session&) {
    child = ::fork();
    if (child != 0) return;
    ::close(written[1]);
    try {
      Registry::open(path).snapshot_to(folder / "copy.db", [&](std::size_t, std::size_t) {
        if (::write(reading[1], "r", 1) != 1 || ::read(written[0], &byte, 1) != 1) ::_exit(2);
      });
      ::_exit(0);
    } catch (const std::exception&) {
      ::_exit(1);
    }
  });
  ASSERT_EQ(::read(reading[0], &byte, 1), 1);
  EXPECT_EQ(error_of([&] { session.create_model_group({.name = "n"}); }), ErrorCode::busy);
  ASSERT_EQ(::write(written[1], "w", 1), 1);
  int status = 1;
  ::waitpid(child, &status, 0);

  EXPECT_EQ(status, 0);
  session.create_model_group({.name = "n"});
  for (const int end : {reading[0], reading[1], written[0], written[1]}) ::close(end);
}

TEST_F(ConcurrencyTest, AChildCanOpenTheRegistryAnew) {
  auto registry = Registry::open(path);
  const auto group = registry.session(ada).create_model_group({.name = "n"});

  EXPECT_EQ(in_processes(4,
                         [&] {
                           auto session = Registry::open(path).session(ada);
                           for (int i = 0; i < 10; ++i) session.create_model_group({.name = "c"});
                         }),
            4);
  EXPECT_EQ(registry.session(ada).list_model_groups().total_item_count, 41);
}

TEST_F(ConcurrencyTest, ThreadsShareOneRegistry) {
  auto registry = Registry::in_memory();
  auto session = registry.session(ada);
  const auto group = session.create_model_group({.name = "n"});
  in_threads(4, [&] { move_instances(session, group.id, 500); });

  EXPECT_EQ(members(session, group.id), 2000);
}

TEST_F(ConcurrencyTest, TheClockAndTheMakerOfIdsAreCalledOneAtATime) {
  int calls = 0;  // of no atomic type: the library keeps threads apart
  std::atomic<bool> called = false;
  std::atomic<bool> overlapped = false;
  const auto alone = [&] {
    if (called.exchange(true)) overlapped = true;
    std::this_thread::yield();
    ++calls;
    called = false;
    return calls;
  };
  Options options;
  options.now = [&] { return Timestamp(std::chrono::microseconds(alone())); };
  options.new_id = [&] { return "id-" + std::to_string(alone()); };
  auto registry = Registry::in_memory(options);
  const auto key = registry.create_api_key(ada);
  in_threads(4, [&, session = registry.session(ada)]() mutable {
    for (int i = 0; i < 100; ++i) {
      session.create_model_group({.name = "n"});
      registry.revoke_api_key(key.id);
    }
  });

  EXPECT_FALSE(overlapped);
  EXPECT_EQ(calls, 1 + 4 * 100 * 3);
  EXPECT_EQ(registry.session(ada).list_model_groups().total_item_count, 400);
}

TEST_F(ConcurrencyTest, ATransactionOfOneThreadIsNotSeenByAnotherHalfDone) {
  auto registry = Registry::in_memory();
  auto session = registry.session(ada);
  in_threads(4, [&] {
    for (int i = 0; i < 25; ++i) {
      session.transaction([](Session& inside) {
        inside.create_model_group({.name = "one"});
        inside.create_model_group({.name = "two"});
      });
      EXPECT_EQ(session.list_model_groups({.limit = 1}).total_item_count % 2, 0);
    }
  });

  EXPECT_EQ(session.list_model_groups({.limit = 1}).total_item_count, 200);
}

TEST_F(ConcurrencyTest, RegistriesOfManyThreadsShareOneFile) {
  const auto group = Registry::open(path).session(ada).create_model_group({.name = "n"});
  in_threads(4, [&] { move_instances(Registry::open(path).session(ada), group.id, 10); });

  EXPECT_EQ(members(Registry::open(path).session(ada), group.id), 40);
}

TEST_F(ConcurrencyTest, RegistriesOfManyProcessesShareOneFile) {
  const auto group = Registry::open(path).session(ada).create_model_group({.name = "n"});

  EXPECT_EQ(
      in_processes(4, [&] { move_instances(Registry::open(path).session(ada), group.id, 10); }), 4);
  EXPECT_EQ(members(Registry::open(path).session(ada), group.id), 40);
}

TEST_F(ConcurrencyTest, ManyProcessesMayCreateTheSameFileAtOnce) {
  for (int round = 0; round < 5; ++round) {
    const auto fresh = folder / ("round-" + std::to_string(round) + ".db");
    EXPECT_EQ(in_processes(8,
                           [&] {
                             auto session = Registry::open(fresh).session(ada);
                             session.create_model_group({.name = "n"});
                           }),
              8);
    EXPECT_EQ(Registry::open(fresh, {.verify = Verify::full})
                  .session(ada)
                  .list_model_groups()
                  .total_item_count,
              8);
  }
}

TEST_F(ConcurrencyTest, AWriterThatMayNotWaitIsBusyAtOnceAndMayTryAgain) {
  auto holder = Registry::open(path).session(ada);
  auto other = Registry::open(path, {.busy_timeout = std::chrono::milliseconds(0)}).session(ada);
  holder.transaction([&](Session& inside) {
    inside.create_model_group({.name = "n"});
    EXPECT_EQ(error_of([&] { other.create_model_group({.name = "m"}); }), ErrorCode::busy);
  });
  other.create_model_group({.name = "m"});

  EXPECT_EQ(holder.list_model_groups().total_item_count, 2);
}

TEST_F(ConcurrencyTest, ARegistryThatWaitsToBeOpenedKeepsNoOtherFromOpening) {
  test::RawDatabase writer(path);
  std::filesystem::permissions(path, std::filesystem::perms(0600));
  writer.execute("BEGIN EXCLUSIVE");
  std::atomic<bool> held = true;
  std::thread waiting([&] { (void)Registry::open(path); });
  std::thread holder([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(2000));
    held = false;
    writer.execute("ROLLBACK");
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  (void)Registry::in_memory();
  (void)Registry::open(folder / "other.db");

  EXPECT_TRUE(held);
  waiting.join();
  holder.join();
}

TEST_F(ConcurrencyTest, AWriterWaitsAsLongAsItMay) {
  auto holder = Registry::open(path).session(ada);
  auto other = Registry::open(path, {.busy_timeout = std::chrono::milliseconds(50)}).session(ada);
  holder.transaction([&](Session&) {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(error_of([&] { other.create_model_group({.name = "m"}); }), ErrorCode::busy);
    EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(50));
  });
}

}  // namespace
}  // namespace modelreg
