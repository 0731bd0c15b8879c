#include "modelreg/json_text.hpp"
#include "modelreg/limits.hpp"
#include "session_fixture.hpp"
#include "temporary_folder.hpp"

/// Records with as much in each field as it may hold.
namespace modelreg {
namespace {

using test::IsViolation;
using test::violations_of;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// A text each of whose characters takes six bytes in JSON: \u0001.
std::string controls(std::size_t size) { return std::string(size, '\x01'); }

/// An object whose text has so many bytes.
std::string object_of(std::size_t bytes) {
  return R"({"a":")" + std::string(bytes - 8, 'x') + R"("})";
}

const std::string name = controls(max_name_characters);
const std::string id = controls(max_id_bytes);
const Identity owner{.account_id = id, .user_id = id};

// Made when they are wanted: they would hold up every other test of the program.
std::string text() { return controls(max_text_bytes); }
const JsonObject& object() {
  static const JsonObject object{object_of(max_text_bytes)};
  return object;
}

ModelGroup largest_group() {
  return {.name = name,
          .description = text(),
          .id = ModelGroupId(id),
          .account_id = id,
          .created_by_user_id = id};
}

ModelInstance largest_instance() {
  return {.name = name,
          .model_vendor = ModelVendor::anthropic,
          .model_type = ModelType::chat_completion,
          .base_model_id = id,
          .base_model_metadata = object(),
          .model_creation_parameters = object(),
          .model_card = text(),
          .training_data_card = text(),
          .description = text(),
          .model_template_id = id,
          .model_group_id = ModelGroupId(id),
          .id = ModelInstanceId(id),
          .account_id = id,
          .created_by_user_id = id,
          .request_schema = object(),
          .response_schema = object()};
}

ModelDeployment largest_deployment() {
  return {.name = name,
          .model_instance_id = ModelInstanceId(id),
          .model_endpoint_id = id,
          .model_creation_parameters = object(),
          .vendor_configuration = object(),
          .deployment_metadata = object(),
          .id = ModelDeploymentId(id),
          .account_id = id,
          .created_by_user_id = id,
          .status = id};
}

/// Not EXPECT_EQ, which would print both.
template <class Record>
void expect_to_come_back(const Record& record) {
  ASSERT_THAT(validate(record), IsEmpty());
  const std::string json = to_json_text(record);
  EXPECT_LE(json.size(), max_json_text_bytes);
  EXPECT_TRUE(from_json_text<Record>(json) == record);
}

TEST(LargestRecordTest, ComesBackFromItsText) {
  expect_to_come_back(largest_group());
  expect_to_come_back(largest_instance());
  expect_to_come_back(largest_deployment());
  expect_to_come_back(NewModelGroup{.name = name, .description = text(), .id = ModelGroupId(id)});
  expect_to_come_back(NewModelInstance{.name = name,
                                       .model_type = ModelType::chat_completion,
                                       .base_model_id = id,
                                       .base_model_metadata = object(),
                                       .model_creation_parameters = object(),
                                       .model_card = std::string(max_text_bytes, 'x'),
                                       .training_data_card = std::string(max_text_bytes, '"'),
                                       .description = std::string(max_text_bytes, '\n'),
                                       .model_template_id = id,
                                       .model_group_id = ModelGroupId(id),
                                       .id = ModelInstanceId(id)});
  expect_to_come_back(NewModelDeployment{.name = name,
                                         .model_creation_parameters = object(),
                                         .vendor_configuration = object(),
                                         .deployment_metadata = object(),
                                         .id = ModelDeploymentId(id)});
}

TEST(LargestRecordTest, IsStoredInAFileAndReadFromIt) {
  const test::TemporaryFolder folder;
  {
    auto session = Registry::open(folder / "registry.db").session(owner);
    session.import_model_group(largest_group());
    session.import_model_instance(largest_instance());
    session.import_model_deployment(largest_deployment());
  }
  const auto session = Registry::open(folder / "registry.db").session(owner);
  auto counted = largest_instance();
  counted.deployment_count = 1;
  const ModelInstanceViews all{ModelInstanceView::deployments, ModelInstanceView::model_group};
  const auto found = session.get_model_instance(counted.id, all);

  EXPECT_TRUE(found.model_instance == counted);
  EXPECT_TRUE(found.deployments == std::vector{largest_deployment()});
  EXPECT_TRUE(found.model_group == largest_group());
}

TEST(LargestRecordTest, CanBeSortedByItsTexts) {
  auto registry = Registry::in_memory();
  auto session = registry.session(owner);
  session.import_model_group(largest_group());
  session.import_model_instance(largest_instance());
  auto second = largest_instance();
  second.id = ModelInstanceId("second");
  second.description->back() = 'x';
  session.import_model_instance(second);
  ModelInstanceQuery query;
  query.sort_by = {{"model_card"}, {"training_data_card"}, {"description", SortOrder::desc}};

  const auto page = session.list_model_instances(query);

  ASSERT_THAT(page.items, SizeIs(2));
  EXPECT_EQ(page.items[0].id, second.id);
}

std::vector<Violation> refusal(const std::string& json) {
  return violations_of([&] { (void)from_json_text<NewModelInstance>(json); });
}

TEST(LargestRecordTest, AnObjectOfMoreThanOneMebibyteIsRefusedByItsName) {
  const auto with_metadata = [](const std::string& metadata) {
    return R"({"name":"n","model_type":"AGENT","base_model_metadata":)" + metadata + "}";
  };
  std::string with_many_keys = "{\"0\":1";
  for (int i = 1; with_many_keys.size() < max_text_bytes; ++i) {
    with_many_keys += ",\"" + std::to_string(i) + "\":1";
  }

  EXPECT_THAT(refusal(with_metadata(object().text())), IsEmpty());
  for (const auto& metadata : {object_of(max_text_bytes + 1), with_many_keys + "}"}) {
    EXPECT_THAT(refusal(with_metadata(metadata)),
                ElementsAre(IsViolation("base_model_metadata", "string_too_long")));
  }
}

TEST(LargestRecordTest, ATextOfMoreThanOneMebibyteIsRefusedByItsName) {
  EXPECT_THAT(refusal(R"({"name":"n","model_type":"AGENT","model_card":")" +
                      std::string(max_text_bytes + 1, 'x') + "\"}"),
              ElementsAre(IsViolation("model_card", "string_too_long")));
}

TEST(LargestRecordTest, ARecordHasUpTo10000Members) {
  std::string json = R"({"name":"n","model_type":"AGENT")";
  for (int i = 2; i < 10'000; ++i) json += ",\"" + std::to_string(i) + "\":null";

  EXPECT_THAT(refusal(json + "}"), IsEmpty());
  EXPECT_THAT(refusal(json + ",\"one more\":1}"), ElementsAre(IsViolation("", "string_too_long")));
}

TEST(LargestRecordTest, OfManyViolationsThe100FirstAreNamed) {
  std::string json = R"({"name":"n","model_type":"AGENT")";
  for (int i = 0; i < 200; ++i) json += ",\"" + std::to_string(i) + R"(":"\u0000")";

  EXPECT_THAT(refusal(json + "}"), SizeIs(100));
}

}  // namespace
}  // namespace modelreg
