#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <thread>
#include <vector>

#include "modelreg/modelreg.hpp"
#include "session_fixture.hpp"
#include "temporary_folder.hpp"

/// Processes that are forked while threads of theirs read and write.
namespace modelreg {
namespace {

using test::error_of;

namespace fs = std::filesystem;

const Identity ada{.account_id = "acme", .user_id = "ada"};
constexpr unsigned longest_life = 40;  // of a child, in seconds

class ForkTest : public testing::Test {
 protected:
  test::TemporaryFolder folder;
  fs::path path = folder / "registry.db";
  std::atomic<bool> over = false;
  std::atomic<int> groups = 0;

  /// Threads that use `registry`, and registries of their own on the same file, without a pause.
  std::vector<std::thread> users_of(Registry& registry) {
    std::vector<std::thread> threads;
    threads.emplace_back([&, session = registry.session(ada)]() mutable { write(session); });
    threads.emplace_back([&, session = registry.session(ada)] { read(session); });
    threads.emplace_back([&] {
      auto session = Registry::open(path).session(ada);
      write(session);
    });
    threads.emplace_back([&] {
      while (!over) read_once(Registry::open(path).session(ada));
    });
    threads.emplace_back([&] {
      while (!over) (void)Registry::in_memory().session(ada).list_model_groups();
    });
    return threads;
  }

  /// Run `work` in a child, which is killed if it hangs. Returns what `work` returned.
  static int in_child(const std::function<int()>& work) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::alarm(longest_life);
      try {
        ::_exit(work());
      } catch (const std::exception& error) {
        std::cerr << "a child failed: " << error.what() << '\n';
        ::_exit(99);
      }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  void write(Session& session) {
    while (!over) {
      session.transaction([](Session& inside) {
        for (int i = 0; i < 2; ++i) inside.create_model_group({.name = "parent"});
      });
      groups += 2;
    }
  }
  void read(const Session& session) {
    while (!over) read_once(session);
  }
  static void read_once(const Session& session) {
    EXPECT_EQ(session.list_model_groups({.limit = 1}).total_item_count % 2, 0);
  }
};

TEST_F(ForkTest, AHundredChildrenOfAProcessThatReadsAndWritesReadAndWriteToo) {
  auto registry = Registry::open(path);
  auto threads = users_of(registry);
  for (int round = 0; round < 100; ++round) {
    const int status = in_child([&] {
      if (error_of([&] { (void)registry.session(ada).list_model_groups(); }) !=
          ErrorCode::storage) {
        return 1;
      }
      auto own = Registry::open(path);
      auto session = own.session(ada);
      session.transaction([](Session& inside) {
        for (int i = 0; i < 2; ++i) {
          auto instance = test::an_instance();
          inside.create_model_instance(instance);
          inside.create_model_group({.name = "child"});
        }
      });
      return static_cast<int>(session.list_model_groups({.limit = 1}).total_item_count % 2);
    });
    EXPECT_EQ(status, 0) << round;
    if (status != 0) break;
    groups += 2;
  }
  over = true;
  for (auto& thread : threads) thread.join();

  EXPECT_EQ(registry.session(ada).list_model_groups({.limit = 1}).total_item_count, groups);
  EXPECT_EQ(registry.session(ada).list_model_instances({}).total_item_count, 200);
  EXPECT_TRUE(registry.check().sound());
}

TEST_F(ForkTest, AForkDoesNotWaitForATransactionThatIsLeftOpenByAnotherThread) {
  auto registry = Registry::open(path);
  auto session = registry.session(ada);
  std::atomic<bool> open = false;
  std::thread holder([&] {
    session.transaction([&](Session& inside) {
      inside.create_model_group({.name = "n"});
      open = true;
      while (!over) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    });
  });
  while (!open) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  const int status = in_child([&] {
    auto own = Registry::open(path, {.busy_timeout = std::chrono::milliseconds(0)}).session(ada);
    if (own.list_model_groups().total_item_count != 0) return 1;
    return error_of([&] { own.create_model_group({.name = "c"}); }) == ErrorCode::busy ? 0 : 2;
  });
  over = true;
  holder.join();

  EXPECT_EQ(status, 0);
  EXPECT_EQ(session.list_model_groups().total_item_count, 1);
}

TEST_F(ForkTest, AForkDoesNotWaitForAThreadThatWaitsForOthers) {
  auto holder = Registry::open(path).session(ada);
  auto other = Registry::open(path).session(ada);
  std::thread waiting;
  holder.transaction([&](Session& inside) {
    inside.create_model_group({.name = "n"});
    waiting = std::thread([&] { other.create_model_group({.name = "m"}); });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(in_child([] { return 0; }), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  });
  waiting.join();

  EXPECT_EQ(holder.list_model_groups().total_item_count, 2);
}

}  // namespace
}  // namespace modelreg
