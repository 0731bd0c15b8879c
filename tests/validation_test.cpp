#include <array>
#include <cstddef>
#include <memory>
#include <new>

#include "session_fixture.hpp"

namespace modelreg {
namespace {

using test::an_instance;
using test::IsViolation;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string invalid_utf8 = "a\xff";
const std::string with_nul{"a\0b", 3};

TEST(ValidationTest, ARecordWithAllOfItsFieldsIsValid) {
  EXPECT_THAT(validate(test::a_full_instance()), IsEmpty());
  EXPECT_THAT(validate(test::a_complete_record({.account_id = "a", .user_id = "u"})), IsEmpty());
}

TEST(ValidationTest, EveryViolationIsNamedAtOnceAndInTheOrderOfTheFields) {
  const NewModelInstance instance{.name = "",
                                  .model_type = {},
                                  .model_vendor = static_cast<ModelVendor>(99),
                                  .base_model_id = "",
                                  .model_card = with_nul,
                                  .description = invalid_utf8,
                                  .id = ModelInstanceId(std::string(256, 'x'))};

  EXPECT_THAT(
      validate(instance),
      ElementsAre(IsViolation("name", "string_too_short"), IsViolation("model_vendor", "enum"),
                  IsViolation("model_type", "missing"),
                  IsViolation("base_model_id", "string_too_short"),
                  IsViolation("model_card", "string_type"),
                  IsViolation("description", "string_type"), IsViolation("id", "string_too_long")));
}

TEST(ValidationTest, AnEmptyRecordLacksEveryRequiredText) {
  EXPECT_THAT(
      validate(ModelInstance{}),
      ElementsAre(IsViolation("name", "string_too_short"), IsViolation("model_type", "missing"),
                  IsViolation("id", "string_too_short"),
                  IsViolation("account_id", "string_too_short"),
                  IsViolation("created_by_user_id", "string_too_short")));
  EXPECT_THAT(
      validate(ModelGroup{}),
      ElementsAre(IsViolation("name", "string_too_short"), IsViolation("id", "string_too_short"),
                  IsViolation("account_id", "string_too_short"),
                  IsViolation("created_by_user_id", "string_too_short")));
}

/// A record made without a word about its fields, where other things were in memory before.
template <class Record>
std::vector<Violation> violations_in_used_memory() {
  alignas(Record) std::array<std::byte, sizeof(Record)> memory;
  memory.fill(std::byte{0x5a});
  const std::unique_ptr<Record, void (*)(Record*)> record(
      new (memory.data()) Record, [](Record* made) { std::destroy_at(made); });
  return validate(*record);
}

TEST(ValidationTest, WhatWasForgottenIsMissingWhateverWasInMemory) {
  EXPECT_THAT(
      violations_in_used_memory<NewModelInstance>(),
      ElementsAre(IsViolation("name", "string_too_short"), IsViolation("model_type", "missing")));
  EXPECT_EQ(violations_in_used_memory<ModelInstance>(), validate(ModelInstance{}));
  EXPECT_EQ(violations_in_used_memory<ModelDeployment>(), validate(ModelDeployment{}));
  EXPECT_EQ(violations_in_used_memory<ModelGroup>(), validate(ModelGroup{}));
}

TEST(ValidationTest, AnEnumsViolationNamesItsValues) {
  auto instance = an_instance();
  instance.model_type = static_cast<ModelType>(7);

  EXPECT_EQ(validate(instance).at(0).problem,
            "must be one of COMPLETION, CHAT_COMPLETION, AGENT, EMBEDDING, RERANKING, GENERIC");
}

TEST(ValidationTest, ANameHasUpTo1024CharactersHoweverManyBytes) {
  std::string name;
  for (int i = 0; i < 1024; ++i) name += "🙂";

  EXPECT_THAT(validate(NewModelGroup{.name = name}), IsEmpty());
  EXPECT_THAT(validate(NewModelGroup{.name = name + "x"}),
              ElementsAre(IsViolation("name", "string_too_long")));
}

TEST(ValidationTest, AnIdHasUpTo255Bytes) {
  EXPECT_THAT(validate(NewModelGroup{.name = "n", .id = ModelGroupId(std::string(255, 'x'))}),
              IsEmpty());
  EXPECT_THAT(validate(NewModelGroup{.name = "n", .id = ModelGroupId("")}),
              ElementsAre(IsViolation("id", "string_too_short")));
}

TEST(ValidationTest, ATextHasUpToOneMebibyte) {
  EXPECT_THAT(validate(NewModelGroup{.name = "n", .description = std::string(1 << 20, 'x')}),
              IsEmpty());
  EXPECT_THAT(validate(NewModelGroup{.name = "n", .description = std::string((1 << 20) + 1, 'x')}),
              ElementsAre(IsViolation("description", "string_too_long")));
}

TEST(ValidationTest, ATextIsUtf8WithoutNul) {
  for (const std::string& text :
       {invalid_utf8, with_nul, std::string("\xc0\x80"), std::string("\xed\xa0\x80"),
        std::string("\xf4\x90\x80\x80"), std::string("\xe2\x82")}) {
    EXPECT_THAT(validate(NewModelGroup{.name = text}),
                ElementsAre(IsViolation("name", "string_type")));
  }
}

TEST(ValidationTest, AMomentIsInTheYears1To9999AndACountNotNegative) {
  using namespace std::chrono_literals;
  auto record = test::a_complete_record({.account_id = "a", .user_id = "u"});
  record.created_at = std::chrono::sys_days(10000y / 1 / 1);
  record.deployment_count = -1;

  EXPECT_THAT(validate(record), ElementsAre(IsViolation("created_at", "less_than_equal"),
                                            IsViolation("deployment_count", "greater_than_equal")));

  record.created_at = Timestamp(std::chrono::sys_days(1y / 1 / 1)) - 1us;
  record.deployment_count = 0;
  EXPECT_THAT(validate(record), ElementsAre(IsViolation("created_at", "greater_than_equal")));
}

}  // namespace
}  // namespace modelreg
