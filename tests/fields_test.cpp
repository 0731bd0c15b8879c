#include "base/fields.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "storage/record_sql.hpp"
#include "text_file.hpp"

/// What follows from the one list of fields: the SQL, written down so that it can be read, and the
/// property lists of the OpenAPI document.
namespace modelreg {
namespace {

using nlohmann::ordered_json;

template <class Record>
std::string statements_of(const std::string& name) {
  std::string text = "-- " + name + "\n" + storage::insert_sql<Record>() + ";\n" +
                     storage::update_sql<Record>() + ";\n" + storage::find_sql<Record>() + ";\n";
  for (const auto& term : storage::sort_terms<Record>()) {
    text.append("-- sort_by ").append(term.field).append(": ").append(term.sql).append("\n");
  }
  return text;
}

TEST(FieldsTest, TheSqlOfEachRecordIsWhatIsWrittenDown) {
  const std::string written = test::read_bytes(MODELREG_SOURCE_DIR "/tests/data/statements.sql");

  EXPECT_EQ(written, statements_of<ModelGroup>("model_group") + "\n" +
                         statements_of<ModelInstance>("model_instance") + "\n" +
                         statements_of<ModelDeployment>("model_deployment"));
}

template <class T>
constexpr bool is_required = true;
template <class T>
constexpr bool is_required<std::optional<T>> = false;
template <class T>
constexpr bool is_required<Change<T>> = false;

struct Names {
  std::vector<std::string> all = {};
  std::vector<std::string> required = {};
};

template <class Record>
Names names_of() {
  Names names;
  Record record{};
  base::each_field(
      [&](const base::Field& field, auto& value) {
        names.all.emplace_back(field.name);
        if (is_required<std::decay_t<decltype(value)>>) names.required.emplace_back(field.name);
      },
      record);
  return names;
}

const ordered_json& document() {
  static const auto parsed =
      ordered_json::parse(test::read_bytes(MODELREG_SOURCE_DIR "/schema/openapi.json"));
  return parsed;
}

Names names_in(const std::string& schema) {
  const auto& found = document().at("components").at("schemas").at(schema);
  Names names;
  for (const auto& [name, property] : found.at("properties").items()) names.all.push_back(name);
  if (found.contains("required")) {
    for (const auto& name : found.at("required")) names.required.push_back(name);
  }
  return names;
}

/// The fields of a body: nobody can choose an id, and the account is named beside the record.
template <class Record>
Names names_in_body(bool account_is_required) {
  Names names = names_of<Record>();
  std::erase(names.all, "id");
  names.all.emplace_back("account_id");
  if (account_is_required) names.required.emplace_back("account_id");
  return names;
}

void expect_same(const std::string& schema, const Names& record) {
  const Names documented = names_in(schema);
  EXPECT_THAT(documented.all, testing::UnorderedElementsAreArray(record.all)) << schema;
  EXPECT_THAT(documented.required, testing::UnorderedElementsAreArray(record.required)) << schema;
}

TEST(FieldsTest, TheOpenApiDocumentHasTheFieldsOfEachRecord) {
  expect_same("ModelGroup", names_of<ModelGroup>());
  expect_same("ModelInstance", names_of<ModelInstance>());
  expect_same("ViewedModelInstance", names_of<ViewedModelInstance>());
  Names deployment = names_of<ModelDeployment>();
  std::erase(deployment.required, "model_instance_id");  // the platform does not promise it
  expect_same("ModelDeployment", deployment);
}

TEST(FieldsTest, TheOpenApiDocumentHasTheFieldsOfEachBody) {
  expect_same("NewModelGroup", names_in_body<NewModelGroup>(true));
  expect_same("NewModelInstance", names_in_body<NewModelInstance>(true));
  expect_same("NewModelDeployment", names_in_body<NewModelDeployment>(false));
  expect_same("ModelGroupChanges", names_of<ModelGroupChanges>());
  expect_same("ModelInstanceChanges", names_of<ModelInstanceChanges>());
  expect_same("ModelDeploymentChanges", names_of<ModelDeploymentChanges>());
}

}  // namespace
}  // namespace modelreg
