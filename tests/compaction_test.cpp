#include <malloc.h>
#include <sqlite3.h>

#include <filesystem>
#include <string>
#include <vector>

#include "raw_database.hpp"
#include "session_fixture.hpp"
#include "temporary_folder.hpp"
#include "text_file.hpp"

/// The room that a registry takes, in its file and in memory.
namespace modelreg {
namespace {

using test::error_of;
using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

const Identity ada{.account_id = "acme", .user_id = "ada"};
const Identity bob{.account_id = "globex", .user_id = "bob"};

class CompactionTest : public testing::Test {
 protected:
  test::TemporaryFolder folder;
  fs::path path = folder / "registry.db";

  /// An instance whose schemas nobody else has.
  static ModelInstance import(Session session, const std::string& title) {
    auto record = test::a_complete_record(session.identity());
    record.id = ModelInstanceId(title);
    record.request_schema = JsonObject("{\"title\":\"" + title + "\"}");
    record.response_schema = JsonObject("{\"answer\":\"" + title + "\"}");
    return session.import_model_instance(record);
  }

  std::vector<std::string> documents() {
    return test::RawDatabase(path).texts("SELECT text FROM json_document ORDER BY key");
  }
};

TEST_F(CompactionTest, TheRoomOfWhatWasDeletedIsGivenBack) {
  auto registry = Registry::open(path);
  auto session = registry.session(ada);
  const auto kept = import(session, "kept");
  session.transaction([](Session& inside) {
    for (int i = 0; i < 100; ++i) {
      inside.create_model_group({.name = "n", .description = std::string(10'000, 'd')});
    }
    for (const auto& group : inside.list_model_groups().items) inside.delete_model_group(group.id);
  });
  const auto before = fs::file_size(path);
  registry.compact();

  EXPECT_GT(before, 1'000'000);
  EXPECT_LT(fs::file_size(path), 200'000);
  EXPECT_EQ(fs::file_size(folder / "registry.db-journal"), 0);
  EXPECT_EQ(session.get_model_instance(kept.id), kept);
  EXPECT_TRUE(registry.check().sound());
  EXPECT_EQ(Registry::open(path).session(ada).get_model_instance(kept.id), kept);
}

TEST_F(CompactionTest, SchemasThatNoInstanceHasAnyMoreAreDeletedAndNoOthers) {
  auto registry = Registry::open(path);
  auto acme = registry.session(ada);
  const auto deleted = import(acme, "deleted");
  const auto retyped = import(acme, "retyped");
  const auto kept = import(acme, "kept");
  const auto theirs = import(registry.session(bob), "theirs");
  acme.delete_model_instance(deleted.id);
  acme.update_model_instance(retyped.id, {.model_type = ModelType::agent});
  ASSERT_EQ(documents().size(), 10);
  registry.compact();

  EXPECT_EQ(documents().size(), 6);
  EXPECT_THAT(documents(), Not(testing::Contains(HasSubstr("retyped"))));
  EXPECT_EQ(acme.get_model_instance(kept.id), kept);
  EXPECT_EQ(registry.session(bob).get_model_instance(theirs.id), theirs);
  EXPECT_EQ(registry.check(), CheckReport());
}

TEST_F(CompactionTest, ASchemaThatWasDeletedIsStoredAnewWhenItIsNeeded) {
  auto file = Registry::open(path);
  auto memory = Registry::in_memory();
  for (auto* const registry : {&file, &memory}) {
    auto session = registry->session(ada);
    const auto first = import(session, "title");
    session.delete_model_instance(first.id);
    registry->compact();
    session.import_model_instance(first);

    EXPECT_EQ(session.get_model_instance(first.id), first);
    EXPECT_EQ(registry->check(), CheckReport());
  }
}

TEST_F(CompactionTest, ALargeFileTakesLittleMemory) {
  auto registry = Registry::open(path);
  registry.session(ada).transaction([](Session& inside) {
    for (int i = 0; i < 2'500; ++i) {
      inside.create_model_group({.name = "n", .description = std::string(10'000, 'd')});
    }
  });
  ASSERT_GT(fs::file_size(path), 20U << 20);
  const auto before = sqlite3_memory_used();
  sqlite3_memory_highwater(1);
  registry.compact();

  EXPECT_LT(sqlite3_memory_highwater(0) - before, 10 << 20);
}

TEST_F(CompactionTest, AnotherRegistryOnTheFileGoesOn) {
  auto registry = Registry::open(path);
  auto other = Registry::open(path).session(ada);
  const auto deleted = import(other, "deleted");
  const auto kept = import(other, "kept");
  other.delete_model_instance(deleted.id);
  registry.compact();
  const auto again = other.import_model_instance(deleted);

  EXPECT_EQ(other.get_model_instance(kept.id), kept);
  EXPECT_EQ(registry.session(ada).get_model_instance(again.id), deleted);
}

/// Other programs do not overwrite what they delete.
TEST_F(CompactionTest, NoTextOfWhatWasDeletedIsLeftInTheFile) {
  const std::string canary = "CANARY-0123456789";
  auto registry = Registry::open(path);
  registry.session(ada).create_model_group(
      {.name = "n", .description = canary + std::string(10'000, 'd')});
  test::RawDatabase(path).execute("PRAGMA secure_delete = OFF; DELETE FROM model_group");
  ASSERT_THAT(test::read_bytes(folder / "registry.db"), HasSubstr(canary));
  registry.compact();

  EXPECT_THAT(test::read_bytes(path), Not(HasSubstr(canary)));
  EXPECT_THAT(test::read_bytes(folder / "registry.db-journal"), Not(HasSubstr(canary)));
}

TEST_F(CompactionTest, ForeignKeysAreEnforcedAfterwards) {
  auto registry = Registry::open(path);
  auto session = registry.session(ada);
  const auto instance = import(session, "title");
  session.create_model_deployment(instance.id, {.name = "n"});
  registry.compact();
  session.delete_model_instance(instance.id);

  EXPECT_EQ(session.list_model_deployments().total_item_count, 0);
}

TEST_F(CompactionTest, ItIsRefusedWithinATransactionAndInARegistryThatIsOnlyRead) {
  auto registry = Registry::open(path);
  auto memory = Registry::in_memory();
  for (auto* const each : {&registry, &memory}) {
    auto session = each->session(ada);
    session.transaction([&](Session& inside) {
      inside.create_model_group({.name = "n"});
      EXPECT_EQ(error_of([&] { each->compact(); }), ErrorCode::invalid_argument);
    });
    each->snapshot_to(folder / "copy.db", [&](std::size_t, std::size_t) {
      EXPECT_EQ(error_of([&] { each->compact(); }), ErrorCode::invalid_argument);
    });
    fs::remove(folder / "copy.db");
    EXPECT_EQ(session.list_model_groups().total_item_count, 1);
  }

  EXPECT_EQ(error_of([&] { Registry::open(path, {.read_only = true}).compact(); }),
            ErrorCode::storage);
}

TEST_F(CompactionTest, ItWaitsForOthersAsLongAsItMay) {
  auto registry = Registry::open(path, {.busy_timeout = std::chrono::milliseconds(50)});
  const auto instance = import(registry.session(ada), "title");
  registry.session(ada).delete_model_instance(instance.id);
  test::RawDatabase reader(path);
  reader.execute("BEGIN; SELECT * FROM account");

  EXPECT_EQ(error_of([&] { registry.compact(); }), ErrorCode::busy);
  reader.execute("COMMIT");
  registry.compact();
  EXPECT_TRUE(documents().empty());
}

class CacheTest : public CompactionTest {};

TEST_F(CacheTest, SmallSchemasAreKeptAndSharedAndManyLargeOnesAreNot) {
  auto session = Registry::open(path).session(ada);
  const auto small = session.create_model_instance(test::an_instance());
  const auto schema = [&](const ModelInstanceId& id) {
    return session.get_model_instance(id).request_schema;
  };
  const auto first_small = schema(small.id);
  EXPECT_EQ(&schema(small.id).text(), &first_small.text());

  std::vector<ModelInstanceId> large;
  for (int i = 0; i < 8; ++i) {
    auto record = test::a_complete_record(ada);
    record.id = ModelInstanceId(std::to_string(i));
    record.request_schema =
        JsonObject("{\"title\":\"" + std::to_string(i) + std::string(1'000'000, 't') + "\"}");
    large.push_back(session.import_model_instance(record).id);
  }
  const auto first_large = schema(large.front());
  EXPECT_EQ(&schema(large.front()).text(), &first_large.text());
  for (const auto& id : large) (void)schema(id);
  const auto again = schema(large.front());

  EXPECT_NE(&again.text(), &first_large.text());
  EXPECT_EQ(again, first_large);
}

/// What the program has taken and not given back. Sanitizers have an allocator of their own.
std::size_t bytes_in_use() { return ::mallinfo2().uordblks; }

TEST_F(CacheTest, ManyAccountsDoNotPileUp) {
  constexpr int accounts = 20'000;
  const auto identity = [](int number) {
    return Identity{.account_id = std::string(200, 'a') + std::to_string(number), .user_id = "u"};
  };
  auto registry = Registry::open(path, {.durability = Durability::none});
  registry.session(ada).transaction([&](Session&) {
    for (int i = 0; i < accounts; ++i) {
      registry.session(identity(i)).create_model_group({.name = "n", .id = ModelGroupId("group")});
    }
  });
  auto reader = Registry::open(path, {.read_only = true});
  (void)reader.session(ada).list_model_groups();
  const auto before = bytes_in_use();
  for (int i = 0; i < accounts; ++i) {
    EXPECT_TRUE(reader.session(identity(i)).find_model_group(ModelGroupId("group")));
  }

  EXPECT_LT(bytes_in_use(), before + (5 << 20));  // 2 MiB of them are SQLite's pages
}

}  // namespace
}  // namespace modelreg
