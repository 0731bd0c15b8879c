#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iostream>
#include <random>
#include <string>

#include "journals.hpp"
#include "power/recording_file_system.hpp"
#include "session_fixture.hpp"
#include "storage/migrations.hpp"
#include "temporary_folder.hpp"
#include "text_file.hpp"

/// The power fails between any two things that were done to the disk, and of what was not synced
/// any part is there: no acknowledged change may be lost, and the file must be sound.
namespace modelreg {
namespace {

using test::Event;
using test::Files;
using test::RecordingFileSystem;
using test::Unsynced;

namespace fs = std::filesystem;

const Identity ada{.account_id = "acme", .user_id = "ada"};
constexpr int changes = 40;

/// How the disks looked that were examined.
struct Tally {
  int states = 0;
  int lost = 0;     // an acknowledged change was not there
  int damaged = 0;  // the file could not be opened or was not sound
};

std::string group_id(int number) { return "group-" + std::to_string(number); }

class SimulationTest : public testing::Test {
 protected:
  test::TemporaryFolder folder;
  fs::path path = folder / "registry.db";

  /// The events of `work`, which acknowledges its changes as it goes.
  std::vector<Event> events_of(const Files& before, const std::function<void()>& work) {
    RecordingFileSystem::start(before);
    work();
    return RecordingFileSystem::stop();
  }

  /// Let the power fail at every moment, in six ways, and look at each disk that is left:
  /// `look(changes acknowledged)` says whether all of them are there, and throws if there is
  /// damage.
  Tally fail_everywhere(const Files& before, const std::vector<Event>& events,
                        const std::function<bool(int)>& look) {
    Tally tally;
    std::mt19937 chance(42);
    int acknowledged = 0;
    for (std::size_t failure = 0; failure <= events.size(); ++failure) {
      if (failure > 0 && events[failure - 1].kind == Event::Kind::acknowledged) ++acknowledged;
      for (const auto unsynced : {Unsynced::lost, Unsynced::kept, Unsynced::by_sector,
                                  Unsynced::by_sector, Unsynced::by_event, Unsynced::by_event}) {
        put(after_power_failure(before, events, failure, unsynced, chance));
        ++tally.states;
        try {
          if (!look(acknowledged)) ++tally.lost;
        } catch (const std::exception& error) {
          if (++tally.damaged == 1)
            std::cout << "event " << failure << ": " << error.what() << '\n';
        }
      }
    }
    if (tally.states > 100) {
      std::cout << tally.states << " states, " << tally.lost << " with a loss, " << tally.damaged
                << " damaged\n";
    }
    return tally;
  }

  void put(const Files& files) {
    for (const auto& entry : fs::directory_iterator(path.parent_path())) fs::remove(entry);
    for (const auto& [name, bytes] : files) test::write_bytes(folder / name, bytes);
  }
};

class PowerTest : public SimulationTest, public testing::WithParamInterface<Journal> {
 protected:
  Registry open() const { return Registry::open(path, {.journal = GetParam()}); }

  /// With one group. It is there, too.
  Files a_registry_of_version_1() const {
    {
      SQLite::Database old(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      storage::write_schema(old, 1);
      old.exec("INSERT INTO account (id) VALUES ('acme')");
      old.exec(
          "INSERT INTO model_group (account, id, name, created_at, created_by_user_id)"
          " VALUES (1, 'group-0', 'n', 0, 'ada')");
    }
    fs::permissions(path, fs::perms(0600));
    return {{"registry.db", test::read_bytes(path)}};
  }

  /// Whether the registry has the groups that were acknowledged, and one more at most.
  bool has_groups(int acknowledged) const {
    if (!fs::exists(path)) return acknowledged == 0;
    auto registry = open();
    if (!registry.check().sound()) throw std::runtime_error("damage");
    const auto session = registry.session(ada);
    for (int i = 0; i < acknowledged; ++i) {
      if (!session.find_model_group(ModelGroupId(group_id(i)))) return false;
    }
    const auto stored = session.list_model_groups().total_item_count;
    return stored == acknowledged || stored == acknowledged + 1;
  }
};

INSTANTIATE_TEST_SUITE_P(Every, PowerTest, testing::ValuesIn(test::sound_journals()),
                         [](const auto& test) { return test::name_of(test.param); });

TEST_P(PowerTest, NothingAcknowledgedIsLostFromTheCreationOfTheFileOn) {
  const int count = GetParam() == Journal::wal ? 2 * changes : changes;  // each does half as much
  const auto events = events_of({}, [&] {
    for (int i = 0; i < count;) {  // opened again, since the last one to close a file ends its log
      auto session = open().session(ada);
      for (const int end = i + count / 2; i < end; ++i) {
        session.create_model_group({.name = "n", .id = ModelGroupId(group_id(i))});
        RecordingFileSystem::acknowledge();
      }
    }
  });
  const Tally tally =
      fail_everywhere({}, events, [&](int acknowledged) { return has_groups(acknowledged); });

  EXPECT_GE(tally.states, 4000);
  EXPECT_EQ(tally.lost, 0);
  EXPECT_EQ(tally.damaged, 0);
}

/// The power fails while a change is taken back that an earlier failure left half done.
TEST_P(PowerTest, ATakingBackThatIsInterruptedIsDoneAgain) {
  const auto events = events_of({}, [&] {
    auto session = open().session(ada);
    for (int i = 0; i < 3; ++i) {
      session.create_model_group({.name = "n", .id = ModelGroupId(group_id(i))});
      RecordingFileSystem::acknowledge();
    }
  });
  std::mt19937 chance(42);
  int acknowledged = 0;
  int interrupted = 0;
  for (std::size_t failure = 0; failure < events.size(); ++failure) {
    if (failure > 0 && events[failure - 1].kind == Event::Kind::acknowledged) ++acknowledged;
    const auto left = after_power_failure({}, events, failure, Unsynced::kept, chance);
    put(left);
    const auto taking_back = events_of(left, [&] { (void)has_groups(acknowledged); });
    if (taking_back.empty() || ++interrupted % 4 != 0) continue;  // they are much alike
    const int expected = acknowledged;
    const Tally tally =
        fail_everywhere(left, taking_back, [&](int) { return has_groups(expected); });
    ASSERT_EQ(tally.lost, 0) << failure;
    ASSERT_EQ(tally.damaged, 0) << failure;
  }

  EXPECT_GE(interrupted, 20);
}

TEST_P(PowerTest, ACompactionLosesNothing) {
  {
    auto session = Registry::open(path).session(ada);
    const auto deleted = session.import_model_instance(test::a_complete_record(ada));
    for (int i = 0; i < 20; ++i) {
      session.create_model_group(
          {.name = "n", .description = std::string(3000, 'd'), .id = ModelGroupId(group_id(i))});
    }
    for (int i = 3; i < 20; ++i) session.delete_model_group(ModelGroupId(group_id(i)));
    session.delete_model_instance(deleted.id);
  }
  const Files before{{"registry.db", test::read_bytes(path)}};
  const auto events = events_of(before, [&] {
    auto registry = open();
    registry.compact();
    registry.session(ada).create_model_group({.name = "n", .id = ModelGroupId(group_id(3))});
    RecordingFileSystem::acknowledge();
  });
  const Tally tally = fail_everywhere(
      before, events, [&](int acknowledged) { return has_groups(3 + acknowledged); });

  EXPECT_GE(tally.states, 200);
  EXPECT_EQ(tally.lost, 0);
  EXPECT_EQ(tally.damaged, 0);
}

TEST_P(PowerTest, AMigrationHappensInFullOrNotAtAll) {
  const Files before = a_registry_of_version_1();
  const auto events = events_of(before, [&] { (void)open(); });
  const Tally tally = fail_everywhere(before, events, [&](int) {
    SQLite::Database raw(path.string(), SQLite::OPEN_READWRITE);  // takes back what was half done
    const int version = raw.execAndGet("PRAGMA user_version").getInt();
    const int tables = raw.execAndGet("SELECT count(*) FROM sqlite_schema WHERE name = 'api_key'");
    const int columns = raw.execAndGet(
        "SELECT count(*) FROM pragma_table_info('model_instance') WHERE name = 'display_name'");
    const bool migrated = version == storage::newest_schema_version();
    return (migrated || version == 1) && tables == migrated && columns == migrated && has_groups(1);
  });

  EXPECT_GE(tally.states, 60);
  EXPECT_EQ(tally.lost, 0);
  EXPECT_EQ(tally.damaged, 0);
}

/// On macOS a sync reaches the disk's cache alone unless SQLite is told otherwise.
TEST_P(PowerTest, EverySyncIsAFullOne) {
  const Files before = a_registry_of_version_1();
  const auto events = events_of(before, [&] {
    auto registry = open();  // which migrates
    registry.session(ada).create_model_group({.name = "n"});
    registry.compact();
    registry.snapshot_to(folder / "snapshot.db");
  });
  int syncs = 0;
  for (const auto& event : events) {
    if (event.kind != Event::Kind::sync) continue;
    EXPECT_TRUE(event.is_full) << event.file;
    ++syncs;
  }
  EXPECT_GE(syncs, 10);
}

/// The same changes past the library, in a file that is set differently. The simulation must show
/// what is wrong with that: otherwise it would show nothing about the library either.
class PowerControlTest : public SimulationTest {
 protected:
  Tally fail_with(const std::string& settings) {
    put({});
    const auto events = events_of({}, [&] {
      SQLite::Database database(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      database.exec(settings);
      database.exec("CREATE TABLE change (number INTEGER PRIMARY KEY, text TEXT)");
      for (int i = 0; i < changes; ++i) {
        database.exec("INSERT INTO change (text) VALUES (hex(randomblob(2000)))");
        RecordingFileSystem::acknowledge();
      }
    });
    return fail_everywhere({}, events, [&](int acknowledged) {
      if (!fs::exists(path)) return acknowledged == 0;
      SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
      if (database.execAndGet("PRAGMA integrity_check(1)").getString() != "ok") {
        throw std::runtime_error("damage");
      }
      if (acknowledged == 0) return true;
      return database.execAndGet("SELECT count(*) FROM change").getInt() >= acknowledged;
    });
  }
};

TEST_F(PowerControlTest, AJournalThatIsDeletedLosesAcknowledgedChanges) {
  EXPECT_GT(fail_with("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL").lost, 0);
}

TEST_F(PowerControlTest, AFileThatIsNotSyncedIsDamaged) {
  EXPECT_GT(fail_with("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = OFF").damaged, 0);
}

TEST_F(PowerControlTest, ALogThatIsSyncedNowAndThenLosesAcknowledgedChanges) {
  EXPECT_GT(fail_with("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL").lost, 0);
}

TEST_F(PowerControlTest, AJournalThatIsTruncatedAndALogThatIsSyncedLoseNothing) {
  for (const std::string mode : {"TRUNCATE", "WAL"}) {
    const Tally tally = fail_with("PRAGMA journal_mode = " + mode + "; PRAGMA synchronous = FULL");

    EXPECT_EQ(tally.lost, 0) << mode;
    EXPECT_EQ(tally.damaged, 0) << mode;
  }
}

}  // namespace
}  // namespace modelreg

int main(int argc, char** argv) {
  modelreg::test::RecordingFileSystem::install();
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
