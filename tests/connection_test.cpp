#include "storage/connection.hpp"

#include <sqlite3.h>

#include <array>
#include <string>

#include "raw_database.hpp"
#include "session_fixture.hpp"
#include "temporary_folder.hpp"

/// How every connection is set. Each switch and each limit keeps something out that a file or a
/// text could do otherwise; where that can be shown, it is.
namespace modelreg {
namespace {

using storage::Connection;
using test::error_of;

const Identity ada{.account_id = "acme", .user_id = "ada"};

class ConnectionTest : public testing::Test {
 protected:
  test::TemporaryFolder folder;
  std::filesystem::path path = folder / "registry.db";
  Connection connection{path, {}};

  sqlite3* handle() { return connection.database().getHandle(); }

  bool is_refused(const std::string& sql) {
    return error_of([&] { connection.execute(sql.c_str()); }).has_value();
  }
  int value_of(int option) {
    int value = -1;
    sqlite3_db_config(handle(), option, -1, &value);
    return value;
  }
};

TEST_F(ConnectionTest, TheSchemaCannotBeEditedAsATable) {
  connection.execute("PRAGMA writable_schema = ON");
  EXPECT_TRUE(
      is_refused("UPDATE sqlite_schema SET sql = 'CREATE TABLE account (x)'"
                 " WHERE name = 'account'"));
}

TEST_F(ConnectionTest, TheSchemaRunsNoFunctionOfTheProgram) {
  sqlite3_create_function(
      handle(), "launch", 0, SQLITE_UTF8, nullptr,
      [](sqlite3_context* context, int, sqlite3_value**) { sqlite3_result_int(context, 1); },
      nullptr, nullptr);
  EXPECT_EQ(connection.integer("SELECT launch()"), 1);

  connection.execute("CREATE TABLE more (x, y DEFAULT (launch()))");
  EXPECT_TRUE(is_refused("INSERT INTO more (x) VALUES (1)"));
}

TEST_F(ConnectionTest, NoTriggerRuns) {
  connection.execute(
      "CREATE TRIGGER t AFTER INSERT ON account BEGIN UPDATE account SET id = 'evil'; END;"
      "INSERT INTO account (id) VALUES ('acme')");
  EXPECT_EQ(connection.text("SELECT id FROM account"), "acme");
}

TEST_F(ConnectionTest, NoViewIsRead) {
  connection.execute("CREATE VIEW v AS SELECT 1");
  EXPECT_TRUE(is_refused("SELECT * FROM v"));
}

TEST_F(ConnectionTest, AMisspeltColumnIsNoText) {
  EXPECT_TRUE(is_refused("SELECT \"no_such_column\" FROM account"));
  EXPECT_TRUE(is_refused("CREATE INDEX more ON account (\"no_such_column\")"));
}

TEST_F(ConnectionTest, ALogIsTakenIntoTheFileOnceTheFileIsAccepted) {
  EXPECT_EQ(value_of(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE), 0);
}

TEST_F(ConnectionTest, ARowThatRefersToNothingIsRefused) {
  EXPECT_TRUE(
      is_refused("INSERT INTO model_group (account, id, name, created_at,"
                 " created_by_user_id) VALUES (4711, 'g', 'n', 0, 'ada')"));
}

TEST_F(ConnectionTest, EverySettingIsTheSafeOne) {
  EXPECT_EQ(connection.integer("PRAGMA foreign_keys"), 1);
  EXPECT_EQ(connection.integer("PRAGMA synchronous"), 2);    // FULL
  EXPECT_EQ(connection.integer("PRAGMA secure_delete"), 1);  // overwrite with zeroes
  EXPECT_EQ(connection.integer("PRAGMA fullfsync"), 1);
  EXPECT_EQ(connection.integer("PRAGMA cell_size_check"), 1);  // or a damaged page is read beyond
  EXPECT_EQ(connection.integer("PRAGMA temp_store"), 2);       // no temporary file holds a record
  // A file that is cut while it is mapped ends the process.
  sqlite3_int64 mapped = -1;
  sqlite3_file_control(handle(), "main", SQLITE_FCNTL_MMAP_SIZE, &mapped);
  EXPECT_EQ(mapped, 0);
}

/// What SQLite is allowed at most, and a statement that needs one more where there is one.
struct Limit {
  int id;
  int most;
};

TEST_F(ConnectionTest, SqliteGetsNoMoreRoomThanARegistryNeeds) {
  for (const auto& [id, most] : std::to_array<Limit>({{SQLITE_LIMIT_LENGTH, 8 << 20},
                                                      {SQLITE_LIMIT_SQL_LENGTH, 64 << 10},
                                                      {SQLITE_LIMIT_COLUMN, 64},
                                                      {SQLITE_LIMIT_EXPR_DEPTH, 32},
                                                      {SQLITE_LIMIT_COMPOUND_SELECT, 4},
                                                      {SQLITE_LIMIT_VDBE_OP, 25'000},
                                                      {SQLITE_LIMIT_FUNCTION_ARG, 8},
                                                      {SQLITE_LIMIT_ATTACHED, 0},
                                                      {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256},
                                                      {SQLITE_LIMIT_VARIABLE_NUMBER, 64},
                                                      {SQLITE_LIMIT_TRIGGER_DEPTH, 2},
                                                      {SQLITE_LIMIT_WORKER_THREADS, 0}})) {
    EXPECT_EQ(sqlite3_limit(handle(), id, -1), most) << "limit " << id;
  }
}

/// The version of the content, as another connection sees it: it changes with each commit that
/// wrote.
TEST_F(ConnectionTest, AnAddThatChangesNothingWritesNothing) {
  auto session = Registry::open(path).session(ada);
  const auto group = session.create_model_group({.name = "n"});
  const auto instance = session.create_model_instance(test::an_instance());
  test::RawDatabase other(path);
  const auto version = [&] { return other.texts("PRAGMA data_version").at(0); };
  const auto before_adding = version();
  session.add_model_instance(group.id, instance.id);
  const auto added = version();
  EXPECT_NE(added, before_adding);

  session.add_model_instance(group.id, instance.id);
  EXPECT_EQ(session.add_model_instances(group.id, std::array{instance.id}), 0U);
  EXPECT_EQ(version(), added);
}

}  // namespace
}  // namespace modelreg
