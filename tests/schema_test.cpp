#include <regex>
#include <set>

#include "raw_database.hpp"
#include "session_fixture.hpp"
#include "temporary_folder.hpp"

/// The schema refuses what the library refuses, when somebody writes past the library.
namespace modelreg {
namespace {

const Identity ada{.account_id = "acme", .user_id = "ada"};
const Identity bob{.account_id = "globex", .user_id = "bob"};

void fill(const std::filesystem::path& path) {
  auto registry = Registry::open(path);
  auto session = registry.session(ada);
  const auto group = session.create_model_group({.name = "group", .description = "d"});
  session.add_model_instance(group.id, session.create_model_instance(test::a_full_instance()).id);
  registry.session(bob).create_model_group({.name = "theirs"});
  registry.session(bob).create_model_instance(test::an_instance("theirs"));
}

class SchemaTest : public testing::Test {
 protected:
  SchemaTest() {
    fill(folder / "registry.db");
    database.emplace(folder / "registry.db");
    database->execute(
        "INSERT INTO model_deployment"
        " (account, id, model_instance, name, created_at, created_by_user_id, status)"
        " VALUES (1, 'd', 1, 'deployment', 0, 'ada', 'READY')");
  }

  bool refuses_value(const std::string& table, const std::string& column,
                     const std::string& value) {
    return database->refuses("UPDATE " + table + " SET " + column + " = " + value);
  }
  bool accepts_value(const std::string& column, std::string_view value) {
    return !refuses_value("model_instance", column, "'" + std::string(value) + "'");
  }

  /// The texts that the CHECKs of `model_instance` compare `column` with.
  std::set<std::string> spellings_in_schema(const std::string& column) {
    const auto sql =
        database->texts("SELECT sql FROM sqlite_schema WHERE name = 'model_instance'").at(0);
    const std::regex comparison("\\b" + column + " = '([^']*)'");
    std::set<std::string> texts;
    for (std::sregex_iterator at(sql.begin(), sql.end(), comparison), end; at != end; ++at) {
      texts.insert((*at)[1]);
    }
    return texts;
  }

  test::TemporaryFolder folder;
  std::optional<test::RawDatabase> database;
};

template <class E>
std::set<std::string> spellings_in_code() {
  std::set<std::string> texts;
  for (const auto& entry : enum_texts<E>) texts.insert(std::string(entry.text));
  return texts;
}

TEST_F(SchemaTest, ARequiredFieldIsNeverNull) {
  for (const char* column : {"account", "id", "name", "created_at", "created_by_user_id"}) {
    EXPECT_TRUE(refuses_value("model_group", column, "NULL")) << column;
  }
  for (const char* column :
       {"account", "id", "name", "model_type", "created_at", "created_by_user_id", "request_schema",
        "response_schema", "supports_multi_turn"}) {
    EXPECT_TRUE(refuses_value("model_instance", column, "NULL")) << column;
  }
  for (const char* column :
       {"account", "id", "model_instance", "name", "created_at", "created_by_user_id", "status"}) {
    EXPECT_TRUE(refuses_value("model_deployment", column, "NULL")) << column;
  }
  EXPECT_TRUE(refuses_value("model_group_member", "model_group", "NULL"));
  EXPECT_TRUE(refuses_value("model_group_member", "account", "NULL"));
  EXPECT_TRUE(refuses_value("account", "id", "NULL"));
  EXPECT_TRUE(refuses_value("json_document", "text", "NULL"));
  EXPECT_TRUE(refuses_value("json_document", "digest", "NULL"));
}

TEST_F(SchemaTest, EverySpellingOfAnEnumIsAcceptedAndNothingElse) {
  for (const auto& entry : enum_texts<ModelVendor>) {
    EXPECT_TRUE(accepts_value("model_vendor", entry.text)) << entry.text;
  }
  for (const auto& entry : enum_texts<ModelType>) {
    EXPECT_TRUE(accepts_value("model_type", entry.text)) << entry.text;
  }
  for (const char* other : {"", "openai", "MISTRAL", "OPENAI ", "completion", "CHAT", "7"}) {
    EXPECT_FALSE(accepts_value("model_vendor", other)) << other;
    EXPECT_FALSE(accepts_value("model_type", other)) << other;
  }
  EXPECT_FALSE(refuses_value("model_instance", "model_vendor", "NULL"));
}

TEST_F(SchemaTest, TheSpellingsOfTheSchemaAreThoseOfTheCode) {
  EXPECT_EQ(spellings_in_schema("model_vendor"), spellings_in_code<ModelVendor>());
  EXPECT_EQ(spellings_in_schema("model_type"), spellings_in_code<ModelType>());
}

TEST_F(SchemaTest, ATextHasTheLengthThatTheLibraryAllows) {
  const std::string nul = "'a' || char(0) || 'b'";
  for (const char* table : {"model_group", "model_instance", "model_deployment"}) {
    for (const char* column : {"id", "name", "created_by_user_id"}) {
      EXPECT_TRUE(refuses_value(table, column, "''")) << table << ' ' << column;
      EXPECT_TRUE(refuses_value(table, column, nul)) << table << ' ' << column;
      EXPECT_TRUE(refuses_value(table, column, "hex(zeroblob(513))")) << table << ' ' << column;
    }
    EXPECT_FALSE(refuses_value(table, "name", "hex(zeroblob(512))")) << table;
    EXPECT_TRUE(refuses_value(table, "id", "hex(zeroblob(128))")) << table;
  }
  for (const char* column :
       {"base_model_id", "model_template_id", "model_card", "training_data_card", "description"}) {
    EXPECT_TRUE(refuses_value("model_instance", column, nul)) << column;
    EXPECT_TRUE(refuses_value("model_instance", column, "hex(zeroblob(524289))")) << column;
  }
  for (const char* column : {"model_card", "training_data_card", "description"}) {
    EXPECT_FALSE(refuses_value("model_instance", column, "hex(zeroblob(524288))")) << column;
  }
  EXPECT_TRUE(refuses_value("account", "id", "''"));
}

TEST_F(SchemaTest, AnObjectIsInBraces) {
  for (const char* column : {"base_model_metadata", "model_creation_parameters"}) {
    for (const char* value : {"'[]'", "''", "'{'", "'null'", "'{}' || char(0) || '}'"}) {
      EXPECT_TRUE(refuses_value("model_instance", column, value)) << column << ' ' << value;
    }
  }
  for (const char* column :
       {"model_creation_parameters", "vendor_configuration", "deployment_metadata"}) {
    EXPECT_TRUE(refuses_value("model_deployment", column, "'[]'")) << column;
    EXPECT_FALSE(refuses_value("model_deployment", column, "'{}'")) << column;
  }
}

TEST_F(SchemaTest, AValueHasItsType) {
  EXPECT_TRUE(refuses_value("model_instance", "created_at", "'yesterday'"));
  EXPECT_TRUE(refuses_value("model_instance", "created_at", "253402300800000000"));
  EXPECT_TRUE(refuses_value("model_instance", "created_at", "-62135596800000001"));
  EXPECT_TRUE(refuses_value("model_instance", "supports_multi_turn", "2"));
  EXPECT_TRUE(refuses_value("model_instance", "name", "x'00'"));
  EXPECT_TRUE(refuses_value("model_instance", "request_schema", "999"));
}

TEST_F(SchemaTest, NoRowCrossesAccounts) {
  EXPECT_TRUE(database->refuses("UPDATE model_group_member SET model_group = 2"));
  EXPECT_TRUE(database->refuses("UPDATE model_group_member SET account = 2"));
  EXPECT_TRUE(database->refuses(
      "INSERT INTO model_group_member (model_instance, model_group, account) VALUES (2, 1, 1)"));
  EXPECT_TRUE(database->refuses(
      "INSERT INTO model_group_member (model_instance, model_group, account) VALUES (2, 1, 2)"));
  EXPECT_TRUE(database->refuses("UPDATE model_deployment SET account = 2"));
  EXPECT_TRUE(database->refuses("UPDATE model_deployment SET model_instance = 2"));
}

TEST_F(SchemaTest, AnInstanceIsInOneGroupAtMost) {
  EXPECT_TRUE(database->refuses(
      "INSERT INTO model_group_member (model_instance, model_group, account) VALUES (1, 1, 1)"));
}

TEST_F(SchemaTest, AnIdIsThereOnceInAnAccount) {
  EXPECT_TRUE(database->refuses(
      "INSERT INTO model_group (account, id, name, created_at, created_by_user_id)"
      " SELECT account, id, name, created_at, created_by_user_id FROM model_group"));
}

TEST_F(SchemaTest, ASchemaDocumentIsStoredOnceHoweverManyUseIt) {
  EXPECT_EQ(database->texts("SELECT count(*) FROM json_document").at(0), "2");
}

TEST_F(SchemaTest, TheDeploymentsOfAnInstanceAreCountedWhereTheyAre) {
  const auto id = database->texts("SELECT id FROM model_instance WHERE key = 1").at(0);
  database.reset();

  auto session = Registry::open(folder / "registry.db").session(ada);
  EXPECT_EQ(session.get_model_instance(ModelInstanceId(id)).deployment_count, 1);
}

TEST_F(SchemaTest, ATableHasNoTriggerAndNoView) {
  EXPECT_THAT(database->texts("SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')"),
              testing::IsEmpty());
  EXPECT_THAT(database->texts("SELECT name FROM sqlite_schema WHERE type = 'table'"
                              " AND name NOT LIKE 'sqlite%' AND sql NOT LIKE '%STRICT'"),
              testing::IsEmpty());
}

TEST_F(SchemaTest, WhatNoRegistryStoresIsRefusedWhenItIsRead) {
  database->execute("PRAGMA ignore_check_constraints = ON");
  database->execute("UPDATE model_instance SET model_type = 'NOPE' WHERE key = 1");
  const auto id = database->texts("SELECT id FROM model_instance WHERE key = 1").at(0);
  database.reset();

  auto session = Registry::open(folder / "registry.db").session(ada);
  EXPECT_EQ(test::error_of([&] { (void)session.get_model_instance(ModelInstanceId(id)); }),
            ErrorCode::storage);
}

}  // namespace
}  // namespace modelreg
