#include "modelreg/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "modelreg/id.hpp"

namespace modelreg {
namespace {

TEST(ErrorTest, NamesEveryViolationInItsMessage) {
  const Error error({{"name", "must have 1 to 1024 characters", "string_too_short"},
                     {"model_type", "is required", "missing"}});

  EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
  EXPECT_STREQ(error.what(), "name: must have 1 to 1024 characters; model_type: is required");
  EXPECT_THAT(error.violations(), testing::SizeIs(2));
}

TEST(ErrorTest, WithoutACauseInSqliteItsCodeIsZero) {
  const Error error(ErrorCode::busy, "others hold the lock");

  EXPECT_EQ(error.sqlite_code(), 0);
  EXPECT_THAT(error.violations(), testing::IsEmpty());
  EXPECT_STREQ(error.what(), "others hold the lock");
}

TEST(ErrorTest, HasTheStatusThatThePlatformAnswers) {
  const std::pair<ErrorCode, int> statuses[] = {
      {ErrorCode::invalid_argument, 422}, {ErrorCode::unauthenticated, 401},
      {ErrorCode::forbidden, 403},        {ErrorCode::not_found, 404},
      {ErrorCode::conflict, 409},         {ErrorCode::busy, 503},
      {ErrorCode::outcome_unknown, 500},  {ErrorCode::schema_mismatch, 500},
      {ErrorCode::storage, 500}};
  for (const auto& [code, status] : statuses) {
    EXPECT_EQ(Error(code, "").http_status(), status) << static_cast<int>(code);
  }
}

TEST(IdTest, IdsAreComparedByteByByteAndHashed) {
  EXPECT_EQ(ModelGroupId("a"), ModelGroupId("a"));
  EXPECT_NE(ModelGroupId("a"), ModelGroupId("A"));
  EXPECT_LT(ModelGroupId("a"), ModelGroupId("b"));
  EXPECT_EQ(std::hash<ModelGroupId>{}(ModelGroupId("a")), std::hash<std::string>{}("a"));
}

static_assert(!std::is_convertible_v<ModelGroupId, ModelInstanceId>);
static_assert(!std::is_convertible_v<std::string, ModelGroupId>);

}  // namespace
}  // namespace modelreg
