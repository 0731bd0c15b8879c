#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>
#include <string>
#include <thread>
#include <tuple>

#include "crash/child_process.hpp"
#include "journals.hpp"
#include "session_fixture.hpp"
#include "temporary_folder.hpp"

/// A process is killed while it changes a registry: what it had acknowledged is there, at most one
/// change more, and the file is sound.
namespace modelreg {
namespace {

using test::ChildProcess;

namespace fs = std::filesystem;

const Identity ada{.account_id = "acme", .user_id = "ada"};

/// The system calls with which SQLite, and we, change files and folders.
constexpr const char* writing_calls = "openat,pwrite64,ftruncate,fdatasync,fsync,unlink";

class RegistryTest : public testing::Test {
 protected:
  explicit RegistryTest(Journal journal) : journal_mode(journal) {}

  const Journal journal_mode;
  test::TemporaryFolder folder;
  fs::path path = folder / "registry.db";

  std::vector<std::string> writer(const std::string& prefix, int count) const {
    return {MODELREG_CRASH_WRITER, path.string(), prefix, std::to_string(count),
            journal_mode == Journal::wal ? "wal" : "rollback"};
  }

  /// Look at what the writer with that prefix left, opening the file as the next program would.
  void expect_kept(const std::string& prefix, int acknowledged) {
    if (acknowledged == 0 && !fs::exists(path)) return;
    auto registry = Registry::open(path, {.journal = journal_mode});
    EXPECT_TRUE(registry.check().sound());
    const auto session = registry.session(ada);
    for (int i = 0; i < acknowledged; ++i) {
      const ModelInstanceId id(prefix + "-" + std::to_string(i));
      EXPECT_EQ(session.get_model_instance(id).model_group_id, ModelGroupId(prefix));
    }
    ModelInstanceQuery query;
    query.model_group_id = ModelGroupId(prefix);
    const auto members = session.list_model_instances(query).total_item_count;
    EXPECT_GE(members, acknowledged);
    EXPECT_LE(members, acknowledged + 1);
  }
};

constexpr auto name_of_journal = [](const testing::TestParamInfo<Journal>& test) {
  return test::name_of(test.param);
};

class CrashTest : public RegistryTest, public testing::WithParamInterface<Journal> {
 protected:
  CrashTest() : RegistryTest(GetParam()) {}
};

INSTANTIATE_TEST_SUITE_P(Every, CrashTest, testing::ValuesIn(test::sound_journals()),
                         name_of_journal);

TEST_P(CrashTest, NothingAcknowledgedIsLostIfTheProcessIsKilledAtRandom) {
  constexpr int kills = 500;
  std::mt19937 chance(42);
  std::uniform_int_distribution<int> changes(0, 40);
  std::uniform_int_distribution<int> microseconds(0, 2000);
  int acknowledged = 0;
  for (int i = 0; i < kills && !HasFailure(); ++i) {
    if (i % 10 == 0) test::remove_registry(path);  // the creation of the file is killed, too
    const std::string prefix = "writer-" + std::to_string(i);
    ChildProcess child(writer(prefix, 1'000'000));
    const int before = child.wait_for_output(changes(chance));
    std::this_thread::sleep_for(std::chrono::microseconds(microseconds(chance)));
    child.kill();
    ASSERT_EQ(child.wait(), -SIGKILL);
    const int now = before + child.output_size();
    acknowledged += now;
    expect_kept(prefix, now);
  }
  std::cout << kills << " kills, " << acknowledged << " changes acknowledged\n";

  EXPECT_GT(acknowledged, kills);
}

/// With strace, which can kill a process at the very system call that is meant, or let that fail.
class TracedTest : public RegistryTest {
 protected:
  using RegistryTest::RegistryTest;

  void SetUp() override {
    if (ChildProcess(traced("", {"true"})).wait() != 0) {
      GTEST_SKIP() << "strace is missing or may not trace processes here";
    }
    ::setenv("ASAN_OPTIONS", "detect_leaks=0", 1);  // it traces the process, too
  }

  /// What happened to a writer in which the call number `point` that changes files was disturbed.
  struct Outcome {
    int acknowledged = 0;
    bool reached = false;  // it made so many calls
  };

  Outcome disturb(int point, const std::string& disturbance, const std::string& prefix,
                  int changes) {
    ChildProcess child(traced("inject=" + std::string(writing_calls) + ":" + disturbance +
                                  ":when=" + std::to_string(point),
                              writer(prefix, changes)));
    const int status = child.wait();
    const int acknowledged = child.output_size();
    return {acknowledged, status != 0 || acknowledged < changes};
  }

  fs::path journal = test::journal_of(path, journal_mode);

 private:
  static std::vector<std::string> traced(const std::string& injection,
                                         const std::vector<std::string>& command) {
    std::vector<std::string> strace{"strace", "-f", "-qq", "-o", "/dev/null"};
    if (!injection.empty()) strace.insert(strace.end(), {"-e", injection});
    strace.insert(strace.end(), command.begin(), command.end());
    return strace;
  }
};

using Disturbance = std::tuple<Journal, std::string>;

class SystemCallTest : public TracedTest, public testing::WithParamInterface<Disturbance> {
 protected:
  SystemCallTest() : TracedTest(std::get<Journal>(GetParam())) {}
};

TEST_P(SystemCallTest, NothingAcknowledgedIsLost) {
  int point = 1;
  for (; !HasFailure(); ++point) {
    test::remove_registry(path);
    const auto outcome = disturb(point, std::get<std::string>(GetParam()), "writer", 3);
    SCOPED_TRACE(point);
    expect_kept("writer", outcome.acknowledged);
    if (!outcome.reached) break;
  }
  std::cout << point - 1 << " system calls\n";

  EXPECT_GT(point, 40);
}

std::string name_of_disturbance(const testing::TestParamInfo<Disturbance>& test) {
  const auto& [journal, disturbance] = test.param;
  return test::name_of(journal) + disturbance.substr(disturbance.find('=') + 1);
}

INSTANTIATE_TEST_SUITE_P(Crash, SystemCallTest,
                         testing::Combine(testing::ValuesIn(test::sound_journals()),
                                          testing::Values("signal=SIGKILL", "error=EIO",
                                                          "error=ENOSPC")),
                         name_of_disturbance);

class RecoveryTest : public TracedTest, public testing::WithParamInterface<Journal> {
 protected:
  RecoveryTest() : TracedTest(GetParam()) {}
};

INSTANTIATE_TEST_SUITE_P(Every, RecoveryTest, testing::ValuesIn(test::sound_journals()),
                         name_of_journal);

/// A process is killed while it takes back the half change of another one that was killed.
TEST_P(RecoveryTest, NothingAcknowledgedIsLostIfARecoveryIsKilled) {
  const auto copy = [](const fs::path& from, const fs::path& to) {
    EXPECT_EQ(ChildProcess({"cp", from.string(), to.string()}).wait(), 0);
  };
  const int part = GetParam() == Journal::wal ? 2 : 3;  // of the half changes takes long enough
  int half_changes = 0;
  int kills = 0;
  for (int point = 1; !HasFailure(); ++point) {
    test::remove_registry(path);
    const auto first = disturb(point, "signal=SIGKILL", "writer", 1);
    if (!first.reached) break;
    if (!fs::exists(journal) || fs::file_size(journal) == 0) continue;
    if (++half_changes % part != 0) continue;
    copy(path, folder / "half.db");
    copy(journal, folder / "half.journal");
    for (int second = 1; !HasFailure(); ++second, ++kills) {
      test::remove_registry(path);
      copy(folder / "half.db", path);
      copy(folder / "half.journal", journal);
      const bool reached = disturb(second, "signal=SIGKILL", "second", 0).reached;
      SCOPED_TRACE(std::to_string(point) + ", then " + std::to_string(second));
      expect_kept("writer", first.acknowledged);
      if (!reached) break;
    }
  }
  std::cout << kills << " kills\n";

  EXPECT_GT(kills, 400);
}

}  // namespace
}  // namespace modelreg
