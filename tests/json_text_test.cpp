#include "modelreg/json_text.hpp"

#include "modelreg/limits.hpp"

#include "session_fixture.hpp"
#include "wire/encoder.hpp"

namespace modelreg {
namespace {

using test::IsViolation;
using test::violations_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Identity ada{.account_id = "acme", .user_id = "ada"};

template <class Record>
std::vector<Violation> refusal(const std::string& text) {
  return violations_of([&] { (void)from_json_text<Record>(text); });
}

TEST(JsonTextTest, AnInstanceIsExactlyTheFieldsOfTheContractInTheirOrder) {
  auto record = test::a_complete_record(ada);
  record.model_group_id = ModelGroupId("g");

  EXPECT_EQ(to_json_text(record),
            R"({"name":"Claude 3 Opus","model_vendor":"ANTHROPIC","model_type":"CHAT_COMPLETION",)"
            R"("base_model_id":"claude-3-opus-20240229","base_model_metadata":{"context_window":)"
            R"(200000},"model_creation_parameters":{},"model_card":"card","training_data_card":)"
            R"("data","description":"largest","model_template_id":"template","model_group_id":"g",)"
            R"("id":"imported/1","created_at":"2024-02-29T12:00:00.000001Z","account_id":"acme",)"
            R"("created_by_user_id":"somebody else","request_schema":{"title":"request"},)"
            R"("response_schema":{"title":"response"},"deployment_count":0,)"
            R"("supports_multi_turn":false})");
}

TEST(JsonTextTest, AnOptionalFieldWithoutAValueIsLeftOut) {
  EXPECT_EQ(to_json_text(NewModelInstance{.name = "n", .model_type = ModelType::agent}),
            R"({"name":"n","model_type":"AGENT"})");
  EXPECT_EQ(to_json_text(ModelGroup{.name = "n"}),
            R"({"name":"n","id":"","created_at":"1970-01-01T00:00:00.000000Z","account_id":"",)"
            R"("created_by_user_id":""})");
}

TEST(JsonTextTest, EveryRecordComesBackEqual) {
  const auto instance = test::a_complete_record(ada);
  const ModelGroup group{.name = "\"\\\b\f\n\r\t\x01\x1f\x7f é 漢 🙂 </script>",
                         .description = "",
                         .id = ModelGroupId("g"),
                         .account_id = "a",
                         .created_by_user_id = "u"};
  const NewModelGroup new_group{.name = "n", .description = "d", .id = ModelGroupId("g")};

  EXPECT_EQ(from_json_text<ModelInstance>(to_json_text(instance)), instance);
  EXPECT_EQ(from_json_text<NewModelInstance>(to_json_text(test::a_full_instance())),
            test::a_full_instance());
  EXPECT_EQ(from_json_text<ModelGroup>(to_json_text(group)), group);
  EXPECT_EQ(from_json_text<NewModelGroup>(to_json_text(new_group)), new_group);
}

TEST(JsonTextTest, APageHasItsItemsAndItsPlaceInTheList) {
  const ModelGroup group{.name = "n", .id = ModelGroupId("g")};
  const Page<ModelGroup> page{
      .items = {group, group}, .current_page = 2, .items_per_page = 5, .total_item_count = 7};

  EXPECT_EQ(to_json_text(page), "{\"current_page\":2,\"items\":[" + to_json_text(group) + "," +
                                    to_json_text(group) +
                                    "],\"items_per_page\":5,\"total_item_count\":7}");
  EXPECT_THAT(to_json_text(Page<ModelInstance>{}), HasSubstr("\"items\":[]"));
}

TEST(JsonTextTest, EveryRequiredFieldMustBeThere) {
  const std::string whole = to_json_text(test::a_complete_record(ada));
  for (const char* field :
       {"name", "model_type", "id", "created_at", "account_id", "created_by_user_id",
        "request_schema", "response_schema", "deployment_count", "supports_multi_turn"}) {
    std::string text = whole;
    text.replace(text.find("\"" + std::string(field) + "\""), 2, "\"_");
    EXPECT_THAT(refusal<ModelInstance>(text), ElementsAre(IsViolation(field, "missing"))) << field;
  }
}

TEST(JsonTextTest, NullIsNoValueForAnOptionalFieldAndAFaultForARequiredOne) {
  const auto instance = from_json_text<NewModelInstance>(
      R"({"name":"n","model_type":"AGENT","description":null,"base_model_metadata":null,"id":null,
          "model_vendor":null})");

  EXPECT_EQ(instance, (NewModelInstance{.name = "n", .model_type = ModelType::agent}));
  EXPECT_THAT(refusal<NewModelInstance>(R"({"name":null,"model_type":null})"),
              ElementsAre(IsViolation("name", "string_type"), IsViolation("model_type", "enum")));
}

TEST(JsonTextTest, AValueOfTheWrongTypeIsRefusedWithItsField) {
  std::string text = to_json_text(test::a_complete_record(ada));
  const auto replace = [&](const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
  };
  replace(R"("name":"Claude 3 Opus")", R"("name":7)");
  replace(R"("ANTHROPIC")", "8");
  replace(R"("CHAT_COMPLETION")", R"("chat_completion")");
  replace(R"({"context_window":200000})", "[]");
  replace(R"("model_card":"card")", R"("model_card":{})");
  replace(R"("imported/1")", "1");
  replace(R"("2024-02-29T12:00:00.000001Z")", R"("2024-02-30T12:00:00Z")");
  replace(R"({"title":"request"})", R"("{}")");
  replace(R"("deployment_count":0)", R"("deployment_count":9223372036854775808)");
  replace(R"("supports_multi_turn":false)", R"("supports_multi_turn":0)");

  EXPECT_THAT(
      refusal<ModelInstance>(text),
      testing::ElementsAre(
          IsViolation("name", "string_type"), IsViolation("model_vendor", "enum"),
          IsViolation("model_type", "enum"), IsViolation("base_model_metadata", "dict_type"),
          IsViolation("model_card", "string_type"), IsViolation("id", "string_type"),
          IsViolation("created_at", "string_type"), IsViolation("request_schema", "dict_type"),
          IsViolation("deployment_count", "int_type"),
          IsViolation("supports_multi_turn", "bool_type")));
}

TEST(JsonTextTest, EveryVendorAndTypeIsReadAndNothingElse) {
  for (const auto& [vendor, text] : enum_texts<ModelVendor>) {
    const auto instance = from_json_text<NewModelInstance>(
        R"({"name":"n","model_type":"AGENT","model_vendor":")" + std::string(text) + "\"}");
    EXPECT_EQ(instance.model_vendor, vendor);
  }
  for (const char* unknown : {"openai", "MISTRAL", "", "OPENAI "}) {
    EXPECT_THAT(refusal<NewModelInstance>(R"({"name":"n","model_type":"AGENT","model_vendor":")" +
                                          std::string(unknown) + "\"}"),
                ElementsAre(IsViolation("model_vendor", "enum")));
  }
}

TEST(JsonTextTest, ARuleThatValidateKnowsIsKept) {
  EXPECT_THAT(
      refusal<NewModelGroup>(R"({"name":"","id":""})"),
      ElementsAre(IsViolation("name", "string_too_short"), IsViolation("id", "string_too_short")));
}

TEST(JsonTextTest, UnknownFieldsAreIgnored) {
  EXPECT_EQ(from_json_text<NewModelGroup>(R"({"name":"n","colour":{"x":[1]}})"),
            (NewModelGroup{.name = "n"}));
}

TEST(JsonTextTest, ABrokenJsonRuleIsRefusedWithItsField) {
  for (const char* value : {R"({"x":1,"x":2})", R"({"x":"\u0000"})"}) {
    EXPECT_THAT(
        refusal<NewModelInstance>(R"({"name":"n","model_type":"AGENT","base_model_metadata":)" +
                                  std::string(value) + "}"),
        ElementsAre(IsViolation("base_model_metadata", "json_invalid")))
        << value;
  }
  EXPECT_THAT(refusal<NewModelGroup>(R"({"name":"a","name":"b"})"),
              ElementsAre(IsViolation("name", "json_invalid")));
  EXPECT_THAT(refusal<NewModelGroup>(R"({"name":"a\u0000b"})"),
              ElementsAre(IsViolation("name", "json_invalid")));
}

TEST(JsonTextTest, ThirtyTwoLevelsAreTheMost) {
  const auto with_metadata_of = [](int levels) {
    const auto brackets = static_cast<std::size_t>(levels - 1);
    return R"({"name":"n","model_type":"AGENT","base_model_metadata":{"a":)" +
           std::string(brackets, '[') + std::string(brackets, ']') + "}}";
  };
  const auto deepest = from_json_text<NewModelInstance>(with_metadata_of(31));

  EXPECT_EQ(from_json_text<NewModelInstance>(to_json_text(deepest)), deepest);
  EXPECT_THAT(refusal<NewModelInstance>(with_metadata_of(32)),
              ElementsAre(IsViolation("base_model_metadata", "json_invalid")));
}

TEST(JsonTextTest, WhatIsNoJsonObjectIsRefused) {
  for (const char* text : {"", "[]", "{", "nonsense", "{}x", "\"name\"", "{\"name\":\"\xff\"}"}) {
    EXPECT_THAT(refusal<NewModelGroup>(text), ElementsAre(IsViolation("", "json_invalid"))) << text;
  }
  EXPECT_THAT(refusal<NewModelGroup>(std::string(max_json_text_bytes + 1, ' ')),
              ElementsAre(IsViolation("", "string_too_long")));
}

TEST(JsonTextTest, ARefusalDoesNotRepeatTheValue) {
  try {
    (void)from_json_text<NewModelInstance>(
        R"({"name":"n","model_type":"s3cret","base_model_id":["s3cret"]})");
    FAIL() << "was accepted";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), Not(HasSubstr("s3cret")));
  }
}

TEST(EncoderTest, AnObjectHasItsMembersInOrderOrNone) {
  wire::Encoder some;
  some("first", 1);
  some("no value", std::optional<int>());
  some("second", std::string("{"));

  EXPECT_EQ(some.finish(), R"({"first":1,"second":"{"})");
  EXPECT_EQ(wire::Encoder().finish(), "{}");
}

}  // namespace
}  // namespace modelreg
