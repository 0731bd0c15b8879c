#include "modelreg/json.hpp"

#include "session_fixture.hpp"

namespace modelreg {
namespace {

using test::IsViolation;
using test::violations_of;
using testing::ElementsAre;

TEST(JsonTest, EveryRecordBecomesADocumentAndComesBackEqual) {
  const auto instance = test::a_complete_record({.account_id = "acme", .user_id = "ada"});
  const ModelGroup group{
      .name = "n", .id = ModelGroupId("g"), .account_id = "a", .created_by_user_id = "u"};
  const NewModelGroup new_group{.name = "n"};

  EXPECT_EQ(nlohmann::json(instance).get<ModelInstance>(), instance);
  EXPECT_EQ(nlohmann::json(group).get<ModelGroup>(), group);
  EXPECT_EQ(nlohmann::json(new_group).get<NewModelGroup>(), new_group);
  EXPECT_EQ(nlohmann::json(test::a_full_instance()).get<NewModelInstance>(),
            test::a_full_instance());
}

TEST(JsonTest, AnObjectBecomesADocumentAndComesBackEqual) {
  const JsonObject object(R"({"b":[1,2.5,"x",null,true],"a":{"c":{}}})");
  const nlohmann::json document = object;

  EXPECT_EQ(document["b"][1], 2.5);
  EXPECT_EQ(document.get<JsonObject>(), object);
}

TEST(JsonTest, ADocumentThatBreaksARuleIsRefusedWithItsField) {
  EXPECT_THAT(violations_of([] {
                (void)nlohmann::json{{"name", 1}, {"model_type", "NOPE"}}.get<NewModelInstance>();
              }),
              ElementsAre(IsViolation("name", "string_type"), IsViolation("model_type", "enum")));
  EXPECT_THAT(violations_of([] { (void)nlohmann::json("text").get<JsonObject>(); }),
              ElementsAre(IsViolation("", "json_invalid")));
  EXPECT_THAT(violations_of([] {
                (void)nlohmann::json{{"a", "\xff"}}.get<JsonObject>();
              }),
              ElementsAre(IsViolation("", "json_invalid")));
}

TEST(JsonTest, ANumberThatNoCppNumberHoldsIsRefusedWithItsPlace) {
  ModelInstance instance = test::a_complete_record({.account_id = "acme", .user_id = "ada"});
  instance.base_model_metadata = JsonObject(
      R"({"a":18446744073709551615,"b":[1,{"c":1e400}],"d":18446744073709551616,"e":1e-400})");

  EXPECT_THAT(violations_of([&] { (void)nlohmann::json(instance); }),
              ElementsAre(IsViolation("base_model_metadata.b[1].c", "json_invalid"),
                          IsViolation("base_model_metadata.d", "json_invalid")));
  EXPECT_THAT(violations_of([&] { (void)nlohmann::json(*instance.base_model_metadata); }),
              ElementsAre(IsViolation("b[1].c", "json_invalid"), IsViolation("d", "json_invalid")));
  const JsonObject fits(R"({"most":18446744073709551615,"least":-9223372036854775808})");
  EXPECT_EQ(nlohmann::json(fits)["most"], 18446744073709551615U);
}

TEST(JsonTest, ADocumentThatIsNestedTooDeepIsRefusedBeforeAnythingRecursesIntoIt) {
  nlohmann::json document = nlohmann::json::array();
  for (int level = 0; level < 10'000; ++level) {
    nlohmann::json outer = nlohmann::json::array();
    outer.push_back(std::move(document));
    document = std::move(outer);
  }
  nlohmann::json object;
  object["a"] = std::move(document);

  EXPECT_THAT(violations_of([&] { (void)object.get<JsonObject>(); }),
              ElementsAre(IsViolation("", "json_invalid")));
}

}  // namespace
}  // namespace modelreg
