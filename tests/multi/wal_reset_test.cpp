#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <functional>
#include <string>
#include <utility>

#include "journals.hpp"
#include "modelreg/modelreg.hpp"
#include "raw_database.hpp"
#include "shim_file.hpp"
#include "storage/journal_mode.hpp"
#include "temporary_folder.hpp"

/// SQLite before 3.51.3 loses changes of a write-ahead log if somebody copies the log to the
/// database while another process starts the log anew: it takes the log for as long as it was, and
/// what is written to it next for copied. A registry must not be in reach of that.
namespace modelreg {
namespace {

namespace fs = std::filesystem;
using test::RawDatabase;

/// The file system of the machine, which does something at the moment that matters: when a
/// connection has looked how long the log is and has not yet begun to copy it.
class CheckpointFileSystem {
 public:
  CheckpointFileSystem() {
    sqlite3_vfs_register(&system(), 1);
    pending() = nullptr;
  }
  ~CheckpointFileSystem() {
    sqlite3_vfs_unregister(&system());
    sqlite3_vfs_register(real_system(), 1);
  }
  CheckpointFileSystem(const CheckpointFileSystem&) = delete;
  CheckpointFileSystem& operator=(const CheckpointFileSystem&) = delete;

  /// Do `work` within the next checkpoint.
  static void within_checkpoint(std::function<void()> work) { pending() = std::move(work); }

  /// Whether it was done; if not, it never will be.
  static bool was_done() { return std::exchange(pending(), nullptr) == nullptr; }

 private:
  using File = test::ShimFile<>;
  using Methods = sqlite3_io_methods;

  static std::function<void()>& pending() {
    static std::function<void()> work;
    return work;
  }

  static sqlite3_vfs* real_system() {
    static sqlite3_vfs* const system = sqlite3_vfs_find("unix");
    return system;
  }

  static sqlite3_vfs& system() {
    static sqlite3_vfs system = [] {
      sqlite3_vfs shim = File::system_over(*real_system(), "checkpoint");
      shim.xOpen = [](sqlite3_vfs*, const char* name, sqlite3_file* file, int flags,
                      int* flags_out) {
        static const Methods methods = methods_with_a_moment();
        return File::open_real(real_system(), name, file, flags, flags_out, methods);
      };
      return shim;
    }();
    return system;
  }

  static Methods methods_with_a_moment() {
    Methods methods = File::passing_methods();
    methods.xUnfetch = [](sqlite3_file* file, sqlite3_int64 offset, void* memory) {
      // What was mapped is given up where a checkpoint finds that the log has changed.
      if (memory == nullptr) {
        if (const auto work = std::exchange(pending(), nullptr)) work();
      }
      return File::pass(&Methods::xUnfetch, file, offset, memory);
    };
    return methods;
  }
};

class WalResetTest : public testing::Test {
 protected:
  CheckpointFileSystem file_system;
  test::TemporaryFolder folder;
  fs::path path = folder / "registry.db";

  /// Let another connection copy the log while `write` starts it anew. `write(count)` makes that
  /// many changes in one transaction. Returns whether there was a log.
  bool copy_the_log_while_it_starts_anew(const std::function<void(int)>& write) {
    const char* const look = "SELECT count(*) FROM sqlite_schema";
    const char* const checkpoint = "PRAGMA wal_checkpoint";
    RawDatabase other(path);
    RawDatabase third(path);
    (void)other.texts(look);
    write(500);
    third.execute(checkpoint);  // so the next change may start the log anew
    CheckpointFileSystem::within_checkpoint([&] { write(1); });
    other.execute(checkpoint);
    const bool has_log = CheckpointFileSystem::was_done();
    write(1);
    return has_log;
  }
};

class WalResetInEachJournalTest : public WalResetTest,
                                  public testing::WithParamInterface<Journal> {};

TEST_P(WalResetInEachJournalTest, ARegistryLosesNothing) {
  int written = 0;
  {
    auto registry = Registry::open(path, {.journal = GetParam()});
    auto session = registry.session({.account_id = "acme", .user_id = "ada"});
    (void)copy_the_log_while_it_starts_anew([&](int count) {
      session.transaction([&](Session& inside) {
        for (int i = 0; i < count; ++i, ++written) inside.create_model_group({.name = "n"});
      });
    });
  }

  auto registry = Registry::open(path);
  EXPECT_TRUE(registry.check().sound());
  EXPECT_EQ(registry.session({.account_id = "acme", .user_id = "ada"})
                .list_model_groups({})
                .total_item_count,
            written);
}

INSTANTIATE_TEST_SUITE_P(Every, WalResetInEachJournalTest,
                         testing::ValuesIn(test::sound_journals()),
                         [](const auto& test) { return test::name_of(test.param); });

/// The control: the same with a write-ahead log, and nothing but SQLite.
TEST_F(WalResetTest, AWriteAheadLogLosesChanges) {
  if (storage::wal_is_sound(sqlite3_libversion_number())) {
    GTEST_SKIP() << "SQLite " << sqlite3_libversion() << " has a sound write-ahead log";
  }
  int written = 0;
  {
    RawDatabase database(path);
    database.execute("PRAGMA journal_mode = WAL");
    database.execute("CREATE TABLE word (key INTEGER PRIMARY KEY, text TEXT UNIQUE)");
    const bool has_log = copy_the_log_while_it_starts_anew([&](int count) {
      database.execute("BEGIN IMMEDIATE");
      for (int i = 0; i < count; ++i, ++written) {
        database.execute("INSERT INTO word (text) VALUES ('" + std::string(100, 'w') +
                         std::to_string(written) + "')");
      }
      database.execute("COMMIT");
    });
    EXPECT_TRUE(has_log);
    EXPECT_EQ(database.texts("SELECT count(*) FROM word").at(0), std::to_string(written));
  }

  const auto kept = RawDatabase(path).texts("SELECT count(*) FROM word").at(0);
  EXPECT_LT(std::stoi(kept), written);
}

}  // namespace
}  // namespace modelreg
