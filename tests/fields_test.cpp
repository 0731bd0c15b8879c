#include "base/fields.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "storage/record_sql.hpp"
#include "text_file.hpp"
#include "wire/edition.hpp"

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

TEST(StatementsTest, TheSqlOfEachRecordIsWhatIsWrittenDown) {
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

const ordered_json& document(Edition edition) {
  const auto read = [](const char* name) {
    return ordered_json::parse(
        test::read_bytes(MODELREG_SOURCE_DIR "/schema/" + std::string(name)));
  };
  static const auto documented = read("openapi.json");
  static const auto current = documented.patch(read("openapi.current.json"));
  return edition == Edition::documented ? documented : current;
}

Names names_in(Edition edition, const std::string& schema) {
  const auto& found = document(edition).at("components").at("schemas").at(schema);
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

class FieldsTest : public testing::TestWithParam<Edition> {
 protected:
  static void expect_same(const std::string& schema, Names record) {
    std::erase_if(record.all,
                  [](const auto& name) { return !wire::knows_field(GetParam(), name); });
    const Names written = names_in(GetParam(), schema);
    EXPECT_THAT(written.all, testing::UnorderedElementsAreArray(record.all)) << schema;
    EXPECT_THAT(written.required, testing::UnorderedElementsAreArray(record.required)) << schema;
  }
};

TEST_P(FieldsTest, TheOpenApiDocumentHasTheFieldsOfEachRecord) {
  expect_same("ModelGroup", names_of<ModelGroup>());
  expect_same("ModelInstance", names_of<ModelInstance>());
  expect_same("ViewedModelInstance", names_of<ViewedModelInstance>());
  Names deployment = names_of<ModelDeployment>();
  std::erase(deployment.required, "model_instance_id");  // the platform does not promise it
  expect_same("ModelDeployment", deployment);
}

TEST_P(FieldsTest, TheOpenApiDocumentHasTheFieldsOfEachBody) {
  expect_same("NewModelGroup", names_in_body<NewModelGroup>(true));
  expect_same("NewModelInstance", names_in_body<NewModelInstance>(true));
  expect_same("NewModelDeployment", names_in_body<NewModelDeployment>(false));
  expect_same("ModelGroupChanges", names_of<ModelGroupChanges>());
  expect_same("ModelInstanceChanges", names_of<ModelInstanceChanges>());
  expect_same("ModelDeploymentChanges", names_of<ModelDeploymentChanges>());
}

TEST_P(FieldsTest, TheOpenApiDocumentHasTheVendorsOfItsEdition) {
  std::vector<std::string> vendors;
  for (const auto& [vendor, text] : enum_texts<ModelVendor>) {
    if (wire::knows_value(GetParam(), vendor)) vendors.emplace_back(text);
  }
  EXPECT_EQ(document(GetParam()).at("components").at("schemas").at("ModelVendor").at("enum"),
            vendors);
}

INSTANTIATE_TEST_SUITE_P(Editions, FieldsTest,
                         testing::Values(Edition::documented, Edition::current),
                         [](const auto& edition) { return std::string(to_string(edition.param)); });

}  // namespace
}  // namespace modelreg
