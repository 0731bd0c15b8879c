#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "session_fixture.hpp"
#include "temporary_folder.hpp"
#include "text_file.hpp"

/// A file that somebody else prepared: it is refused, left as it is, and nothing in it is run.
namespace modelreg {
namespace {

using test::error_of;

namespace fs = std::filesystem;

const Identity ada{.account_id = "acme", .user_id = "ada"};

struct HostileFile {
  std::string name;
  std::string sql;  // what was done to a sound registry
};

// What SQLite's own statements refuse to do is done to its catalogue.
std::string edited(const std::string& table, const std::string& from, const std::string& to) {
  return "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '" + from +
         "', '" + to + "') WHERE name = '" + table + "'; PRAGMA writable_schema = OFF";
}

const std::vector<HostileFile> hostile_files{
    {"trigger on insert",
     "CREATE TRIGGER t AFTER INSERT ON model_group BEGIN DELETE FROM model_instance; END"},
    {"trigger that gives a key to another account",
     "CREATE TRIGGER t AFTER INSERT ON account BEGIN UPDATE api_key SET account = new.key; END"},
    {"view for a table",
     "PRAGMA foreign_keys = OFF; DROP TABLE model_group_member;"
     "CREATE VIEW model_group_member AS SELECT 1 AS model_instance, 1 AS model_group, 1 AS "
     "account"},
    {"view beside the tables", "CREATE VIEW v AS SELECT load_extension('evil')"},
    {"table more", "CREATE TABLE more (x)"},
    {"index more", "CREATE INDEX more ON model_group (name)"},
    {"column more", "ALTER TABLE model_instance ADD COLUMN more TEXT"},
    {"column with a function as its default",
     edited("model_group", "description TEXT,", "description TEXT DEFAULT (hex(randomblob(8))),")},
    {"generated column", "ALTER TABLE model_group ADD COLUMN more TEXT AS (upper(name)) VIRTUAL"},
    {"partial index with an expression",
     "CREATE INDEX more ON model_group (upper(name)) WHERE length(name) > 0"},
    {"full-text table", "CREATE VIRTUAL TABLE more USING fts5 (text)"},
    {"index missing", "DROP INDEX model_group_member_by_group"},
    {"table missing", "DROP TABLE api_key"},
    {"table renamed", "ALTER TABLE api_key RENAME TO api_keys"},
    {"required field without NOT NULL",
     edited("model_instance", "name TEXT NOT NULL", "name TEXT")},
    {"enum with a value more", edited("model_instance", "= ''OTHER''", "= ''EVIL''")},
    {"check that is always true",
     edited("model_instance", "supports_multi_turn = 0 OR supports_multi_turn = 1", "1 = 1")},
    {"foreign key that was cut off", edited("api_key", "REFERENCES account (key)", "")},
    {"table that is not strict", edited("account", ") STRICT", ")")},
    {"newer version", "PRAGMA user_version = 1000000"},
    {"older version than it is", "PRAGMA user_version = 1"},
    {"negative version", "PRAGMA user_version = -1"},
    {"version of an empty file", "PRAGMA user_version = 0"},
    {"another program's mark", "PRAGMA application_id = 42"},
};

class HostileFileTest : public testing::TestWithParam<HostileFile> {
 protected:
  test::TemporaryFolder folder;
  fs::path path = folder / "registry.db";
};

TEST_P(HostileFileTest, IsRefusedAndLeftAsItIs) {
  Registry::open(path).session(ada).create_model_group({.name = "n"});
  {
    SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
    database.exec(GetParam().sql);
  }
  const auto bytes = test::read_bytes(path);

  for (const bool read_only : {false, true}) {
    for (const auto verify : {Verify::none, Verify::full}) {
      const auto code =
          error_of([&] { (void)Registry::open(path, {.read_only = read_only, .verify = verify}); });
      EXPECT_TRUE(code == ErrorCode::schema_mismatch || code == ErrorCode::storage);
    }
  }
  EXPECT_EQ(test::read_bytes(path), bytes);
}

INSTANTIATE_TEST_SUITE_P(Files, HostileFileTest, testing::ValuesIn(hostile_files),
                         [](const testing::TestParamInfo<HostileFile>& test) {
                           std::string name = test.param.name;
                           for (char& letter : name) {
                             if (std::isalnum(static_cast<unsigned char>(letter)) == 0)
                               letter = '_';
                           }
                           return name;
                         });

class PlantedFileTest : public HostileFileTest {};

TEST_F(PlantedFileTest, AJournalOfNonsenseBesideARegistryDoesNoHarm) {
  const auto group = Registry::open(path).session(ada).create_model_group({.name = "n"});
  for (const std::string& journal :
       {std::string("nonsense"), std::string(5000, 'x'), std::string(512, '\0'),
        std::string("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7") + std::string(4000, '\xff')}) {
    test::write_bytes(folder / "registry.db-journal", journal);
    const auto code = error_of(
        [&] { EXPECT_EQ(Registry::open(path).session(ada).get_model_group(group.id), group); });
    EXPECT_TRUE(!code || code == ErrorCode::storage);
    fs::remove(folder / "registry.db-journal");
    EXPECT_EQ(Registry::open(path).session(ada).get_model_group(group.id), group);
  }
}

/// The system may show a file for a moment after its last name is gone.
TEST_F(PlantedFileTest, AFileBesideARegistryThatIsJustBeingRemovedIsNoStrangers) {
  (void)Registry::open(path);
  const fs::path beside = folder / "registry.db-shm";
  std::atomic<bool> over = false;
  std::thread others([&] {
    while (!over) {
      test::write_bytes(beside, "");
      fs::remove(beside);
    }
  });
  for (int i = 0; i < 2'000; ++i) {
    EXPECT_NO_THROW((void)Registry::open(path)) << i;
  }
  over = true;
  others.join();
}

/// A log beside a file that keeps none, whatever is in it, is refused and left as it is.
class PlantedLogTest : public PlantedFileTest {
 protected:
  const fs::path log = folder / "registry.db-wal";

  void expect_refused() {
    const auto bytes = test::read_bytes(path);
    const auto planted = test::read_bytes(log);
    for (const auto& options : {Options{}, Options{.read_only = true}, Options{.trust = Trust::any},
                                Options{.verify = Verify::full}}) {
      try {
        (void)Registry::open(path, options);
        ADD_FAILURE() << "was opened";
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::storage);
        EXPECT_THAT(error.what(), testing::HasSubstr("move it away: " + log.string()));
      }
    }
    EXPECT_EQ(test::read_bytes(path), bytes);
    EXPECT_EQ(test::read_bytes(log), planted);
  }
};

TEST_F(PlantedLogTest, OfNonsense) {
  const auto group = Registry::open(path).session(ada).create_model_group({.name = "n"});
  test::write_bytes(log, std::string(40'000, 'x'));
  test::write_bytes(folder / "registry.db-shm", std::string(32'768, 'x'));
  expect_refused();

  fs::remove(log);
  EXPECT_EQ(Registry::open(path).session(ada).get_model_group(group.id), group);
}

/// Change the registry as a program that keeps a log does, and have it die: its file and its log.
void change_and_die(const fs::path& path, const fs::path& file, const fs::path& log) {
  SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
  database.exec("PRAGMA journal_mode = WAL; UPDATE model_group SET name = 'replaced'");
  fs::copy_file(path, file);
  fs::copy_file(path.string() + "-wal", log);
}

TEST_F(PlantedLogTest, ThatIsWellFormed) {
  const auto group = Registry::open(path).session(ada).create_model_group({.name = "n"});
  const auto bytes = test::read_bytes(path);
  change_and_die(path, folder / "file", folder / "log");
  test::write_bytes(path, bytes);
  fs::rename(folder / "log", log);
  expect_refused();

  fs::remove(log);
  EXPECT_EQ(Registry::open(path).session(ada).get_model_group(group.id), group);
}

TEST_F(PlantedFileTest, TheLogOfAProgramThatDiedIsTakenIntoItsFile) {
  const auto group = Registry::open(path).session(ada).create_model_group({.name = "n"});
  change_and_die(path, folder / "file", folder / "file-wal");
  fs::permissions(folder / "file", fs::perms(0600));

  EXPECT_EQ(Registry::open(folder / "file", {.read_only = true})
                .session(ada)
                .get_model_group(group.id)
                .name,
            "replaced");
  EXPECT_EQ(Registry::open(folder / "file").session(ada).get_model_group(group.id).name,
            "replaced");
  EXPECT_FALSE(fs::exists(folder / "file-wal"));
}

/// What the schema should have refused is met while it is read, and is an error there.
TEST_F(PlantedFileTest, AValueThatNoRegistryStoresIsFoundWhenItIsRead) {
  const auto id = Registry::open(path).session(ada).create_model_instance(test::an_instance()).id;
  for (const std::string set : {"model_type = 'EVIL'", "name = x'00ff'", "created_at = 'today'",
                                "supports_multi_turn = 'yes'", "model_vendor = 7"}) {
    const auto bytes = test::read_bytes(path);
    {
      SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
      sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
      const std::string sql =
          database.execAndGet("SELECT sql FROM sqlite_schema WHERE name = 'model_instance'");
      const auto set_sql = [&](const std::string& text) {
        database.exec("PRAGMA writable_schema = ON");
        SQLite::Statement update(database,
                                 "UPDATE sqlite_schema SET sql = ? WHERE name = 'model_instance'");
        update.bind(1, text);
        update.exec();
        database.exec("PRAGMA writable_schema = RESET");
      };
      std::string columns;  // the same without types and checks
      for (const char* const column :
           {"key INTEGER PRIMARY KEY", "account", "id", "name", "model_vendor", "model_type",
            "base_model_id", "base_model_metadata", "model_creation_parameters", "model_card",
            "training_data_card", "description", "model_template_id", "created_at",
            "created_by_user_id", "request_schema", "response_schema", "supports_multi_turn"}) {
        columns += std::string(columns.empty() ? "" : ", ") + column;
      }
      set_sql("CREATE TABLE model_instance (" + columns +
              ", UNIQUE (account, id), UNIQUE (account, key))");
      database.exec("UPDATE model_instance SET " + set);
      set_sql(sql);
    }
    const auto session = Registry::open(path).session(ada);
    EXPECT_EQ(error_of([&] { (void)session.get_model_instance(id); }), ErrorCode::storage) << set;
    EXPECT_EQ(error_of([&] { (void)session.list_model_instances(); }), ErrorCode::storage) << set;
    test::write_bytes(path, bytes);
  }
}

}  // namespace
}  // namespace modelreg
