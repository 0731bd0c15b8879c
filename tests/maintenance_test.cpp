#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/stat.h>

#include <filesystem>
#include <stdexcept>

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
    auto session = registry.session(ada);
    const auto group = session.create_model_group({.name = "n", .id = ModelGroupId("chat")});
    for (int i = 0; i < 300; ++i) {
      const auto instance = session.create_model_instance(test::a_full_instance());
      session.add_model_instance(group.id, instance.id);
    }
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
