#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <thread>

#include "raw_database.hpp"
#include "session_fixture.hpp"
#include "storage/migrations.hpp"
#include "temporary_folder.hpp"

/// What other programs do to a file while a registry has it open.
namespace modelreg {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

const Identity ada{.account_id = "acme", .user_id = "ada"};
const Identity bob{.account_id = "globex", .user_id = "bob"};
const ModelGroupId shared{"shared"};
const ModelInstanceId model{"model"};

class ChangedByOthersTest : public testing::Test {
 protected:
  test::TemporaryFolder folder;
  fs::path path = folder / "registry.db";

  /// A registry in which each account has records of its own under the same ids. The accounts have
  /// their keys in the order in which they come first.
  NewApiKey fill(const fs::path& file, const Identity& first, const Identity& second) {
    auto registry = Registry::open(file);
    for (const auto& identity : {first, second}) {
      auto session = registry.session(identity);
      session.create_model_group({.name = identity.account_id, .id = shared});
      auto record = test::a_complete_record(identity);
      record.id = model;
      record.request_schema = JsonObject("{\"title\":\"" + identity.account_id + "\"}");
      session.import_model_instance(record);
    }
    return registry.create_api_key(first);
  }

  /// What `.restore` of the sqlite3 shell does: replace the content, with SQLite's own locks.
  void restore(const fs::path& from) {
    SQLite::Database target(path.string(), SQLite::OPEN_READWRITE, 30'000);
    SQLite::Database source(from.string(), SQLite::OPEN_READONLY);
    SQLite::Backup(target, source).executeStep(-1);
  }

  void execute(const std::string& sql) { test::RawDatabase(path).execute(sql); }
};

/// Every call that keeps or uses what it knows of the database, made first after the change.
TEST_F(ChangedByOthersTest, AfterARestoreEachCallSeesItsOwnAccountInTheNewContent) {
  const auto other = folder / "other.db";
  fill(path, ada, bob);
  const auto key = fill(other, bob, ada);
  const std::vector<std::function<void(Registry&, Session&)>> calls{
      [](Registry&, Session& acme) { EXPECT_EQ(acme.get_model_group(shared).name, "acme"); },
      [](Registry&, Session& acme) {
        EXPECT_EQ(acme.list_model_groups().items.at(0).name, "acme");
      },
      [](Registry&, Session& acme) {
        for (const auto& group : acme.walk_model_groups()) EXPECT_EQ(group.name, "acme");
      },
      [](Registry&, Session& acme) {
        const auto instance = acme.get_model_instance(model);
        EXPECT_EQ(instance.account_id, "acme");
        EXPECT_EQ(instance.request_schema, JsonObject(R"({"title":"acme"})"));
      },
      [](Registry&, Session& acme) {
        EXPECT_EQ(acme.add_model_instance(shared, model).request_schema,
                  JsonObject(R"({"title":"acme"})"));
      },
      [](Registry& registry, Session& acme) {
        acme.delete_model_group(shared);
        EXPECT_EQ(registry.session(bob).get_model_group(shared).name, "globex");
      },
      [&](Registry& registry, Session&) {
        EXPECT_EQ(registry.authenticate(key.secret).identity().account_id, "globex");
      },
  };
  const auto before = folder / "before.db";
  Registry::open(path).snapshot_to(before);
  for (const auto& call : calls) {
    restore(before);
    auto registry = Registry::open(path);
    auto acme = registry.session(ada);
    for (const auto& identity : {ada, bob}) {  // keep what there is to keep
      (void)registry.session(identity).get_model_instance(model);
      (void)registry.session(identity).list_model_instances();
    }
    restore(other);
    call(registry, acme);
    EXPECT_TRUE(registry.check().sound());
  }
}

TEST_F(ChangedByOthersTest, WhileOthersRestoreNoCallSeesAnotherAccount) {
  const auto other = folder / "other.db";
  const auto before = folder / "before.db";
  fill(path, ada, bob);
  fill(other, bob, ada);
  Registry::open(path).snapshot_to(before);
  auto registry = Registry::open(path);
  auto acme = registry.session(ada);
  std::atomic<bool> over = false;
  std::thread restoring([&] {
    for (int i = 0; i < 50; ++i) restore(i % 2 == 0 ? other : before);
    over = true;
  });
  while (!over) {
    EXPECT_EQ(acme.get_model_group(shared).name, "acme");
    EXPECT_EQ(acme.get_model_instance(model).request_schema, JsonObject(R"({"title":"acme"})"));
    EXPECT_EQ(acme.list_model_groups().items.at(0).name, "acme");
  }
  restoring.join();
}

TEST_F(ChangedByOthersTest, ADocumentThatIsGoneIsStoredAnewWhenItIsNeeded) {
  auto session = Registry::open(path).session(ada);
  const auto deleted = session.create_model_instance(test::an_instance());
  session.delete_model_instance(deleted.id);
  execute("DELETE FROM json_document");

  const auto created = session.create_model_instance(test::an_instance());
  EXPECT_EQ(Registry::open(path).session(ada).get_model_instance(created.id), created);
}

class ChangedSchemaTest : public ChangedByOthersTest {
 protected:
  Registry registry = Registry::open(path);
  Session session = registry.session(ada);

  /// Of each kind of call, as long as the file is not what it was.
  void expect_each_call_is_refused(const std::string& words) {
    const std::vector<std::function<void()>> calls{
        [&] { (void)session.find_model_group(shared); },
        [&] { (void)session.list_model_groups(); },
        [&] { session.create_model_group({.name = "n"}); },
        [&] { session.transaction([](Session&) { FAIL() << "began"; }); },
        [&] { (void)registry.list_api_keys(); },
    };
    for (const auto& call : calls) {
      try {
        call();
        ADD_FAILURE() << "was not refused: " << words;
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::schema_mismatch);
        EXPECT_THAT(error.what(), HasSubstr(words));
      }
    }
  }
};

TEST_F(ChangedSchemaTest, ANewerVersionIsNoticedAtTheNextCall) {
  session.create_model_group({.name = "n"});
  execute("CREATE TABLE newer (x); PRAGMA user_version = 99");

  expect_each_call_is_refused("schema version 99");
  expect_each_call_is_refused("update the program");
  EXPECT_EQ(test::RawDatabase(path).texts("SELECT count(*) FROM model_group").at(0), "1");
}

TEST_F(ChangedSchemaTest, AVersionThatChangesNoTableIsNoticedToo) {
  session.create_model_group({.name = "n"});
  execute("PRAGMA user_version = 99");

  expect_each_call_is_refused("schema version 99");
}

TEST_F(ChangedSchemaTest, AnotherSchemaIsNoticedAtTheNextCallAndTheOldOneToo) {
  execute("CREATE TRIGGER thief AFTER INSERT ON model_group BEGIN DELETE FROM api_key; END");
  expect_each_call_is_refused("trigger thief is none of a registry's");
  execute("DROP TRIGGER thief");

  session.create_model_group({.name = "n"});
  EXPECT_EQ(session.list_model_groups().total_item_count, 1);
}

TEST_F(ChangedSchemaTest, AnOlderRegistryThatWasRestoredAsksToBeOpenedAnew) {
  const auto old = folder / "old.db";
  {
    SQLite::Database database(old.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    storage::write_schema(database, 1);
  }
  session.create_model_group({.name = "n"});
  restore(old);

  expect_each_call_is_refused("open it anew");
  EXPECT_EQ(Registry::open(path).session(ada).list_model_groups().total_item_count, 0);
  EXPECT_EQ(session.list_model_groups().total_item_count, 0);
}

TEST_F(ChangedSchemaTest, AnEmptyDatabaseThatWasRestoredIsRefused) {
  session.create_model_group({.name = "n"});
  {
    SQLite::Database target(path.string(), SQLite::OPEN_READWRITE);
    SQLite::Database source(":memory:", SQLite::OPEN_READWRITE);
    SQLite::Backup(target, source).executeStep(-1);
  }

  expect_each_call_is_refused("emptied");
}

TEST_F(ChangedSchemaTest, WhatChangesNoTableIsNoReasonToRefuse) {
  session.create_model_group({.name = "n"});
  execute("ANALYZE; VACUUM");
  Registry::open(path).session(bob).create_model_group({.name = "theirs"});

  EXPECT_EQ(session.list_model_groups().total_item_count, 1);
  session.create_model_group({.name = "m"});
  EXPECT_EQ(session.list_model_groups().total_item_count, 2);
}

}  // namespace
}  // namespace modelreg
