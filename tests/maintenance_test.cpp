#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <future>
#include <stdexcept>
#include <stop_token>
#include <utility>

#include "session_fixture.hpp"
#include "temporary_folder.hpp"
#include "text_file.hpp"

namespace modelreg {
namespace {

using test::error_of;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace fs = std::filesystem;

const Identity ada{.account_id = "acme", .user_id = "ada"};

class MaintenanceTest : public testing::Test {
 protected:
  test::TemporaryFolder folder;
  fs::path path = folder / "registry.db";
  fs::path copy = folder / "copy.db";

  void fill(Registry& registry) {
    registry.session(ada).transaction([](Session& session) {
      const auto group = session.create_model_group({.name = "n", .id = ModelGroupId("chat")});
      for (int i = 0; i < 300; ++i) {
        const auto instance = session.create_model_instance(test::a_full_instance());
        session.add_model_instance(group.id, instance.id);
      }
    });
  }

  /// Change the file past the library, as another program would.
  void change(const std::string& sql) {
    SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
    database.exec(sql);
  }

  std::string message_of_opening() {
    try {
      (void)Registry::open(path);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::schema_mismatch);
      return error.what();
    }
    return "was opened";
  }
};

TEST_F(MaintenanceTest, ASoundRegistryIsFoundSound) {
  auto file = Registry::open(path);
  auto memory = Registry::in_memory();
  for (auto* const registry : {&file, &memory}) {
    fill(*registry);
    EXPECT_EQ(registry->check(), CheckReport());
    EXPECT_TRUE(registry->check().sound());
  }
}

TEST_F(MaintenanceTest, DamagedPagesAreFound) {
  {
    auto registry = Registry::open(path);
    fill(registry);
  }
  auto bytes = test::read_bytes(path);
  const auto place = bytes.size() / 4096 / 2 * 4096;
  bytes.replace(place, 4096, std::string(4096, '\xA5'));
  test::write_bytes(path, bytes);

  const auto report = Registry::open(path).check();
  EXPECT_FALSE(report.sound());
  EXPECT_THAT(report.integrity, testing::Not(IsEmpty()));
}

TEST_F(MaintenanceTest, ARowThatRefersToNothingIsFound) {
  auto registry = Registry::open(path);
  fill(registry);
  change("PRAGMA foreign_keys = OFF; DELETE FROM model_group");

  const auto report = registry.check();
  EXPECT_THAT(report.references,
              Contains(HasSubstr("of model_group_member refers to a missing row of model_group")));
  EXPECT_EQ(report.references.size(), 100);
  EXPECT_THAT(report.integrity, IsEmpty());
}

TEST_F(MaintenanceTest, WhatIsDeletedLeavesNothingBehindThatRefersToIt) {
  auto registry = Registry::in_memory();
  auto session = registry.session(ada);
  const auto group = session.create_model_group({.name = "n"});
  const auto kept = session.create_model_instance(test::an_instance());
  const auto deleted = session.create_model_instance(test::an_instance());
  session.create_model_deployment(deleted.id, {.name = "n"});
  session.add_model_instances(group.id, std::vector{kept.id, deleted.id});
  session.delete_model_instance(deleted.id);
  session.delete_model_group(group.id);

  EXPECT_EQ(registry.check(), CheckReport());
}

TEST_F(MaintenanceTest, WhatAnotherProgramDidToTheSchemaIsFound) {
  auto registry = Registry::open(path);
  change("CREATE TRIGGER thief AFTER INSERT ON api_key BEGIN DELETE FROM account; END");
  change("DROP INDEX model_deployment_by_account");
  change("ALTER TABLE model_group ADD COLUMN colour TEXT");

  EXPECT_THAT(registry.check().drift, ElementsAre("index model_deployment_by_account is missing",
                                                  "table model_group was changed",
                                                  "trigger thief is none of a registry's"));
}

TEST_F(MaintenanceTest, ARegistryWithAnotherSchemaIsRefusedWithWhatIsOtherAndLeftAsItWas) {
  for (const std::string sql :
       {"CREATE TRIGGER thief AFTER INSERT ON api_key BEGIN DELETE FROM account; END",
        "CREATE VIEW loot AS SELECT * FROM api_key", "CREATE TABLE more (x)",
        "CREATE INDEX slow ON model_group (name)", "DROP INDEX model_deployment_by_account",
        "ALTER TABLE model_group ADD COLUMN colour TEXT DEFAULT (random())",
        "PRAGMA foreign_keys = OFF; DROP TABLE model_group_member;"
        " CREATE VIEW model_group_member AS SELECT 1 AS model_instance",
        "DROP TABLE api_key; CREATE TABLE api_key (id, account, user_id, label, digest,"
        " created_at, revoked_at)"}) {
    fs::remove(path);
    (void)Registry::open(path);
    change(sql);
    const auto bytes = test::read_bytes(path);

    EXPECT_THAT(message_of_opening(), HasSubstr("changed the schema")) << sql;
    EXPECT_EQ(error_of([&] { (void)Registry::open(path, {.read_only = true}); }),
              ErrorCode::schema_mismatch);
    EXPECT_EQ(test::read_bytes(path), bytes);
  }
  EXPECT_THAT(message_of_opening(), HasSubstr("table api_key was changed"));
}

TEST_F(MaintenanceTest, AFileThatWasAnalysedIsARegistryStill) {
  (void)Registry::open(path);
  change("ANALYZE");

  EXPECT_TRUE(Registry::open(path).check().sound());
}

TEST_F(MaintenanceTest, ASnapshotIsTheWholeRegistryInAFileOfItsUsersOwn) {
  const mode_t before = ::umask(0);
  auto registry = Registry::open(path);
  fill(registry);
  const auto key = registry.create_api_key(ada);
  registry.snapshot_to(copy);
  ::umask(before);

  EXPECT_EQ(fs::status(copy).permissions(), fs::perms(0600));
  auto copied = Registry::open(copy);
  EXPECT_TRUE(copied.check().sound());
  EXPECT_EQ(copied.authenticate(key.secret).list_model_instances(),
            registry.session(ada).list_model_instances());
  EXPECT_FALSE(fs::exists(folder / "copy.db-journal"));
}

TEST_F(MaintenanceTest, ARegistryInMemoryCanBeKeptInAFile) {
  auto registry = Registry::in_memory();
  fill(registry);
  registry.snapshot_to(copy);

  EXPECT_EQ(Registry::open(copy).session(ada).list_model_instances(),
            registry.session(ada).list_model_instances());
}

TEST_F(MaintenanceTest, ASnapshotTellsItsProgress) {
  auto registry = Registry::open(path);
  fill(registry);
  std::vector<std::pair<std::size_t, std::size_t>> told;
  registry.snapshot_to(
      copy, [&](std::size_t copied, std::size_t pages) { told.emplace_back(copied, pages); });

  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.back().first, told.back().second);
  EXPECT_EQ(told.back().second, fs::file_size(copy) / 4096);
}

TEST_F(MaintenanceTest, NothingIsLeftOfASnapshotThatWasGivenUp) {
  auto registry = Registry::open(path);
  fill(registry);

  EXPECT_THROW(registry.snapshot_to(
                   copy, [](std::size_t, std::size_t) { throw std::runtime_error("enough"); }),
               std::runtime_error);
  EXPECT_FALSE(fs::exists(copy));
  EXPECT_FALSE(fs::exists(folder / "copy.db-journal"));
  EXPECT_TRUE(registry.check().sound());
}

TEST_F(MaintenanceTest, AChangeFromWithinASnapshotIsRefusedAndNotLost) {
  auto file = Registry::open(path);
  auto memory = Registry::in_memory();
  for (auto* const registry : {&file, &memory}) {
    auto session = registry->session(ada);
    session.create_model_group({.name = "before"});
    std::vector<ErrorCode> refused;
    registry->snapshot_to(copy, [&](std::size_t, std::size_t) {
      EXPECT_EQ(session.list_model_groups().total_item_count, 1);
      refused.push_back(error_of([&] { session.create_model_group({.name = "lost"}); }).value());
    });

    EXPECT_THAT(refused, testing::Each(ErrorCode::invalid_argument));
    EXPECT_THAT(refused, testing::Not(IsEmpty()));
    EXPECT_EQ(session.list_model_groups().total_item_count, 1);
    session.create_model_group({.name = "after"});
    EXPECT_EQ(session.list_model_groups().total_item_count, 2);
    fs::remove(copy);
  }
}

TEST_F(MaintenanceTest, ASnapshotThatIsStoppedSaysSoAndLeavesNoFile) {
  auto file = Registry::open(path);
  auto memory = Registry::in_memory();
  for (auto* const registry : {&file, &memory}) {
    fill(*registry);
    std::stop_source stop;
    int calls = 0;
    const auto progress = [&](std::size_t, std::size_t) {
      ++calls;
      stop.request_stop();
    };

    EXPECT_EQ(error_of([&] { registry->snapshot_to(copy, progress, stop.get_token()); }),
              ErrorCode::cancelled);
    EXPECT_EQ(calls, 1);
    EXPECT_FALSE(fs::exists(copy));
    EXPECT_TRUE(registry->check().sound());
    registry->snapshot_to(copy);
    fs::remove(copy);
  }
}

TEST_F(MaintenanceTest, ACheckTellsItsProgressAndEndsWithAllRows) {
  auto file = Registry::open(path);
  auto memory = Registry::in_memory();
  for (auto* const registry : {&file, &memory}) {
    fill(*registry);
    std::vector<std::size_t> told;
    const auto report = registry->check([&](std::size_t rows, std::size_t all) {
      EXPECT_EQ(all, 1 + 2 + 1 + 300 + 300);  // account, documents, group, instances, members
      told.push_back(rows);
    });

    EXPECT_TRUE(report.sound());
    EXPECT_GE(told.size(), 3);
    EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
    EXPECT_EQ(told.front(), 0);
    EXPECT_EQ(told.back(), 604);
  }
}

TEST_F(MaintenanceTest, ACheckCanBeStoppedAndPassesOnWhatItsProgressThrows) {
  auto file = Registry::open(path);
  auto memory = Registry::in_memory();
  for (auto* const registry : {&file, &memory}) {
    fill(*registry);
    std::stop_source stop;
    std::vector<std::size_t> told;
    const auto stopping = [&](std::size_t rows, std::size_t) {
      told.push_back(rows);
      if (told.size() == 2) stop.request_stop();  // from within a statement
    };
    const auto throwing = [](std::size_t rows, std::size_t) {
      if (rows > 0) throw std::runtime_error("enough");
    };

    EXPECT_EQ(error_of([&] { (void)registry->check(stopping, stop.get_token()); }),
              ErrorCode::cancelled);
    EXPECT_EQ(told.size(), 2);
    EXPECT_LT(told.back(), 604);
    EXPECT_THROW((void)registry->check(throwing), std::runtime_error);
    EXPECT_TRUE(registry->check().sound());
    registry->session(ada).create_model_group({.name = "after"});
  }
}

TEST_F(MaintenanceTest, FromWithinACheckAFileCanBeReadAndNotChanged) {
  auto registry = Registry::open(path);
  fill(registry);
  auto session = registry.session(ada);
  int calls = 0;
  (void)registry.check([&](std::size_t, std::size_t) {
    ++calls;
    EXPECT_EQ(session.list_model_instances({}).total_item_count, 300);
    EXPECT_EQ(error_of([&] { session.create_model_group({.name = "lost"}); }),
              ErrorCode::invalid_argument);
  });

  EXPECT_GE(calls, 3);
  EXPECT_EQ(session.list_model_groups().total_item_count, 1);
}

TEST_F(MaintenanceTest, FromWithinACheckARegistryInMemoryCannotBeUsed) {
  auto registry = Registry::in_memory();
  fill(registry);
  auto session = registry.session(ada);
  int calls = 0;
  (void)registry.check([&](std::size_t, std::size_t) {
    ++calls;
    EXPECT_EQ(error_of([&] { (void)session.list_model_groups(); }), ErrorCode::invalid_argument);
    EXPECT_EQ(error_of([&] { (void)session.find_model_group(ModelGroupId("chat")); }),
              ErrorCode::invalid_argument);
  });

  EXPECT_GE(calls, 3);
  EXPECT_EQ(session.list_model_groups().total_item_count, 1);
}

/// In the middle of a long call, another thread of the same registry does `work`. Returns what the
/// work returned, which it must do before the call goes on.
template <class Work>
auto beside(const std::function<void(const Registry::SnapshotProgress&)>& call, Work work) {
  std::promise<void> begun;
  std::promise<void> done;
  auto result = std::async(std::launch::async, [&] {
    begun.get_future().wait();
    struct Done {
      std::promise<void>& promise;
      ~Done() { promise.set_value(); }
    } const when_done{done};
    return work();
  });
  bool first = true;
  call([&](std::size_t, std::size_t) {
    if (!std::exchange(first, false)) return;
    begun.set_value();
    EXPECT_EQ(done.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
  });
  return result.get();
}

TEST_F(MaintenanceTest, OtherThreadsReadAndWaitToWriteWhileALongCallGoesOn) {
  const Options impatient{.busy_timeout = std::chrono::milliseconds(100)};
  auto registry = Registry::open(path, impatient);
  fill(registry);
  auto session = registry.session(ada);
  const std::vector<std::function<void(const Registry::SnapshotProgress&)>> calls{
      [&](const auto& progress) { registry.snapshot_to(copy, progress); },
      [&](const auto& progress) { (void)registry.check(progress); }};
  for (const auto& call : calls) {
    EXPECT_EQ(beside(call, [&] { return session.list_model_groups().total_item_count; }), 1);
    fs::remove(copy);
    EXPECT_EQ(
        beside(call,
               [&] { return error_of([&] { session.create_model_group({.name = "late"}); }); }),
        ErrorCode::busy);
    fs::remove(copy);
  }

  session.create_model_group({.name = "after"});
  EXPECT_EQ(session.list_model_groups().total_item_count, 2);
}

TEST_F(MaintenanceTest, AWriterThatWaitsForASnapshotKeepsNoReaderWaiting) {
  auto registry = Registry::open(path);
  fill(registry);
  auto session = registry.session(ada);
  std::future<void> writer;
  const auto groups = beside(
      [&](const auto& progress) { registry.snapshot_to(copy, progress); },
      [&] {
        writer =
            std::async(std::launch::async, [&] { session.create_model_group({.name = "waited"}); });
        EXPECT_EQ(writer.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
        return session.list_model_groups().total_item_count;
      });
  writer.get();

  EXPECT_EQ(groups, 1);
  EXPECT_EQ(session.list_model_groups().total_item_count, 2);
  EXPECT_EQ(Registry::open(copy).session(ada).list_model_groups().total_item_count, 1);
}

TEST_F(MaintenanceTest, ALongCallDoesNotWaitForATransactionOfAnotherThread) {
  auto registry = Registry::open(path);
  fill(registry);
  auto session = registry.session(ada);
  std::future<bool> other;
  session.transaction([&](Session& inside) {
    inside.create_model_group({.name = "n"});
    other = std::async(std::launch::async, [&] {
      registry.snapshot_to(copy);
      return registry.check().sound();
    });
    EXPECT_EQ(other.wait_for(std::chrono::seconds(20)), std::future_status::ready);
  });
  EXPECT_TRUE(other.get());

  EXPECT_EQ(Registry::open(copy).session(ada).list_model_groups().total_item_count, 1);
}

TEST_F(MaintenanceTest, AFileThatWasMovedOrReplacedIsNeitherCopiedNorChecked) {
  auto registry = Registry::open(path);
  fill(registry);
  fs::rename(path, folder / "moved.db");
  EXPECT_EQ(error_of([&] { registry.snapshot_to(copy); }), ErrorCode::storage);
  EXPECT_FALSE(fs::exists(path));
  (void)Registry::open(path);  // another registry where it was

  EXPECT_EQ(error_of([&] { registry.snapshot_to(copy); }), ErrorCode::storage);
  EXPECT_EQ(error_of([&] { (void)registry.check(); }), ErrorCode::storage);
  EXPECT_FALSE(fs::exists(copy));
}

TEST_F(MaintenanceTest, ASnapshotOverwritesNothing) {
  auto registry = Registry::open(path);
  test::write_bytes(copy, "mine");

  EXPECT_EQ(error_of([&] { registry.snapshot_to(copy); }), ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] { registry.snapshot_to(path); }), ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] { registry.snapshot_to(folder / "missing" / "copy.db"); }),
            ErrorCode::not_found);
  EXPECT_EQ(test::read_bytes(copy), "mine");
}

TEST_F(MaintenanceTest, ASnapshotWithinATransactionIsRefused) {
  auto registry = Registry::open(path);
  auto session = registry.session(ada);
  session.transaction([&](Session& inside) {
    inside.create_model_group({.name = "n"});
    EXPECT_EQ(error_of([&] { registry.snapshot_to(copy); }), ErrorCode::invalid_argument);
  });

  EXPECT_FALSE(fs::exists(copy));
  EXPECT_EQ(session.list_model_groups().total_item_count, 1);
}

}  // namespace
}  // namespace modelreg
