#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "crash/child_process.hpp"
#include "parallel.hpp"
#include "session_fixture.hpp"
#include "shared_value.hpp"
#include "temporary_folder.hpp"
#include "weight.hpp"

/// A day on a desktop: a window that reads, a program that writes, one that imports, a snapshot now
/// and then, and a program that is killed, all at once and on one file. It lasts a quarter of a
/// minute, or as long as is said: MODELREG_SOAK_SECONDS=3600.
namespace modelreg {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace fs = std::filesystem;

const Identity ada{.account_id = "acme", .user_id = "ada"};

std::chrono::seconds length_of_day() {
  const char* const wanted = std::getenv("MODELREG_SOAK_SECONDS");
  const int seconds = wanted == nullptr ? 0 : std::atoi(wanted);
  return std::chrono::seconds(seconds > 0 ? seconds : 15);
}

void require(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error(what);
}

long long in_ms(Clock::duration time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

/// How often somebody did something, and the longest that it took.
struct Figures {
  std::atomic<int> times = 0;
  std::atomic<Clock::rep> longest = 0;

  template <class Work>
  void time(const Work& work) {
    const auto began = Clock::now();
    work();
    longest = std::max(longest.load(), (Clock::now() - began).count());
    ++times;
  }
};

class SoakTest : public testing::Test {
 protected:
  const Clock::time_point morning = Clock::now();
  const Clock::time_point noon = morning + length_of_day() / 2;
  const Clock::time_point evening = morning + length_of_day();
  test::TemporaryFolder folder;
  const fs::path path = folder / "registry.db";

  struct Day {
    Figures reads;
    Figures changes;
    Figures imports;
    Figures snapshots;
    Figures kills;
    Figures same_on_the_disk;  // what the machine itself makes one wait for
  };
  test::Shared<Day> day;

  Session session() const { return Registry::open(path).session(ada); }

  /// Take a turn at that pace until the evening, and weigh no more then than at noon.
  void live(std::chrono::milliseconds pace, const std::function<void()>& turn) const {
    std::optional<std::ptrdiff_t> descriptors;  // at noon
    double memory = 0;
    while (Clock::now() < evening) {
      turn();
      if (!descriptors && Clock::now() > noon) {
        descriptors = test::open_descriptors();
        memory = test::resident_mib();
      }
      std::this_thread::sleep_for(pace);
    }
    require(test::open_descriptors() == descriptors, "descriptors are not given back");
    require(test::resident_mib() <= memory + 4, "memory is not given back");
  }

  /// A window that shows what there is, 30 times a second.
  void read() const {
    const auto window = session();
    live(33ms, [&] {
      day->reads.time([&] { (void)window.list_model_groups({.limit = 50}); });
      ModelInstanceQuery query;
      query.limit = 50;
      day->reads.time([&] { (void)window.list_model_instances(query); });
    });
  }

  /// Creates, changes, moves and deletes, and knows what must be there.
  void write() const {
    auto own = session();
    const auto group = own.create_model_group({.name = "written"});
    std::map<ModelInstanceId, ModelInstance> known;
    live(20ms, [&] {
      day->changes.time([&] {
        const auto made = own.create_model_instance(
            {.name = "n", .model_type = ModelType::generic, .description = std::string(500, 'd')});
        known[made.id] = own.add_model_instance(group.id, made.id);
      });
      if (known.size() < 100) return;
      own.delete_model_instance(known.begin()->first);
      known.erase(known.begin());
    });
    for (const auto& [id, model] : known) require(own.get_model_instance(id) == model, "is lost");
  }

  /// The same catalogue again and again, each time with other texts.
  void import() const {
    auto own = session();
    int edition = 0;
    live(1s, [&] {
      ++edition;
      day->imports.time([&] {
        own.transaction([&](Session& inside) {
          for (int i = 0; i < 500; ++i) {
            auto model = test::a_complete_record(ada);
            model.id = ModelInstanceId("imported-" + std::to_string(i));
            model.model_group_id.reset();
            model.description = "edition " + std::to_string(edition);
            inside.import_model_instance(model, IfTaken::update);
          }
        });
      });
    });
    const auto last = own.get_model_instance(ModelInstanceId("imported-499"));
    require(last.description == "edition " + std::to_string(edition), "an import is lost");
  }

  void take_snapshots() const {
    const auto registry = Registry::open(path);
    live(2s, [&] {
      day->snapshots.time([&] { registry.snapshot_to(folder / "snapshot.db"); });
      require(Registry::open(folder / "snapshot.db").check().sound(), "a snapshot is damaged");
      for (const char* const suffix : {"", "-journal"}) {
        fs::remove(folder / ("snapshot.db" + std::string(suffix)));
      }
    });
  }

  /// Kill a program that writes, and see that all is there that it had acknowledged.
  void kill_writers() const {
    auto own = session();
    std::mt19937 chance(42);
    std::uniform_int_distribution<int> changes(0, 10);
    live(500ms, [&] {
      const std::string prefix = "killed-" + std::to_string(day->kills.times);
      test::ChildProcess child(
          {MODELREG_CRASH_WRITER, path.string(), prefix, "1000000", "rollback"});
      int acknowledged = child.wait_for_output(1 + changes(chance));
      day->kills.time([&] { child.kill(); });
      (void)child.wait();
      acknowledged += child.output_size();
      require(acknowledged > 0, "the writer could not write");
      for (int i = 0; i < acknowledged; ++i) {
        require(own.has_model_instance(ModelInstanceId(prefix + "-" + std::to_string(i))),
                "an acknowledged change is lost");
      }
      own.transaction([&](Session& inside) {
        const ModelInstanceId after_the_last(prefix + "-" + std::to_string(acknowledged));
        for (int i = 0; i < acknowledged; ++i) {
          inside.delete_model_instance(ModelInstanceId(prefix + "-" + std::to_string(i)));
        }
        if (inside.has_model_instance(after_the_last)) inside.delete_model_instance(after_the_last);
        inside.delete_model_group(ModelGroupId(prefix));
      });
    });
  }

  /// What a change writes, in a file of nobody's.
  void write_and_sync() const {
    const int file = ::open((folder / "control").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const std::string pages(16384, 'x');
    live(33ms, [&] {
      day->same_on_the_disk.time([&] {
        for (int i = 0; i < 4; ++i) {
          (void)::pwrite(file, pages.data(), pages.size(), 0);
          (void)::fdatasync(file);
        }
      });
    });
    ::close(file);
  }
};

TEST_F(SoakTest, ALongDayLosesNothingKeepsNothingAndLetsTheWindowRead) {
  std::optional<std::uintmax_t> size_at_noon;
  (void)session();

  EXPECT_EQ(test::in_processes(
                {[&] { read(); }, [&] { write(); }, [&] { import(); }, [&] { take_snapshots(); },
                 [&] { kill_writers(); }, [&] { write_and_sync(); },
                 [&] {
                   live(100ms, [&] {
                     if (size_at_noon || Clock::now() < noon) return;
                     size_at_noon = fs::file_size(path);
                   });
                   require(fs::file_size(path) <= *size_at_noon + (1 << 20), "the file grows");
                 }}),
            7);

  EXPECT_TRUE(Registry::open(path).check().sound());
  const Clock::duration longest_read(day->reads.longest);
  const Clock::duration longest_sync(day->same_on_the_disk.longest);
  std::cout << day->reads.times << " reads, the longest " << in_ms(longest_read) << " ms; "
            << day->changes.times << " changes, " << in_ms(Clock::duration(day->changes.longest))
            << " ms; " << day->imports.times << " imports of 500, "
            << in_ms(Clock::duration(day->imports.longest)) << " ms; " << day->snapshots.times
            << " snapshots, " << in_ms(Clock::duration(day->snapshots.longest)) << " ms; "
            << day->kills.times
            << " writers killed; 16 KiB written and synced four times took up to "
            << in_ms(longest_sync) << " ms\n";
  EXPECT_GE(day->kills.times, 5);
  EXPECT_LE(longest_read, 100ms + longest_sync) << "the disk's own stalls aside";
}

/// How often this process has gone to sleep and been woken so far.
long wakes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_nvcsw;
}

TEST_F(SoakTest, AProcessThatWaitsForAnotherWakesAtMost250TimesASecond) {
  auto writer = session();
  writer.transaction([&](Session&) {
    EXPECT_EQ(test::in_processes(
                  1,
                  [&] {
                    auto own = Registry::open(path, {.busy_timeout = 2s}).session(ada);
                    const long before = wakes();
                    EXPECT_EQ(test::error_of([&] { own.create_model_group({.name = "n"}); }),
                              ErrorCode::busy);
                    const long times = wakes() - before;
                    std::cout << times << " wakes in two seconds\n";
                    require(times <= 500, "wakes too often");
                  }),
              1);
  });
}

TEST_F(SoakTest, AnIdleProcessWakesNever) {
  EXPECT_EQ(test::in_processes(1,
                               [&] {
                                 auto registry = Registry::open(path);
                                 const auto following = registry.subscribe([](const auto&) {});
                                 registry.session(ada).create_model_group({.name = "n"});
                                 const long before = wakes();
                                 std::this_thread::sleep_for(2s);
                                 require(wakes() - before <= 1, "wakes while nothing happens");
                               }),
            1);
}

}  // namespace
}  // namespace modelreg
