#include "modelreg/enum_text.hpp"

#include <gtest/gtest.h>

#include "modelreg/error.hpp"
#include "modelreg/model_type.hpp"
#include "modelreg/model_vendor.hpp"

namespace modelreg {
namespace {

static_assert(to_string(ModelVendor::llmengine) == "LLMENGINE");
static_assert(to_string(ErrorCode::not_found) == "not_found");
static_assert(parse<ModelType>("RERANKING") == ModelType::reranking);

template <class E>
class EnumTextTest : public testing::Test {};
using Enums = testing::Types<ModelVendor, ModelType, ErrorCode>;
TYPED_TEST_SUITE(EnumTextTest, Enums);

TYPED_TEST(EnumTextTest, EverySpellingComesBackAsItsValue) {
  for (const auto& [value, text] : enum_texts<TypeParam>) {
    EXPECT_EQ(to_string(value), text);
    EXPECT_EQ(parse<TypeParam>(text), value);
  }
}

TYPED_TEST(EnumTextTest, TheTableNamesTheValuesFromOneOn) {
  int expected = 0;
  for (const auto& entry : enum_texts<TypeParam>) {
    EXPECT_EQ(static_cast<int>(entry.value), ++expected);
  }
}

TYPED_TEST(EnumTextTest, WhatIsNoEnumeratorHasNoSpelling) {
  EXPECT_EQ(to_string(TypeParam{}), "");
  EXPECT_EQ(to_string(static_cast<TypeParam>(200)), "");
}

TYPED_TEST(EnumTextTest, WhatIsNoSpellingHasNoValue) {
  for (const char* text : {"", "other", "Other", " OTHER", "OTHER ", "GENERIC1", "null"}) {
    EXPECT_EQ(parse<TypeParam>(text), std::nullopt) << text;
  }
}

TEST(ErrorCodeTest, TheTableEndsWithTheLastCode) {
  EXPECT_EQ(enum_texts<ErrorCode>.back().value, ErrorCode::unexpected_answer);
}

TEST(ModelEnumsTest, ThereAreNineVendorsAndSixTypes) {
  EXPECT_EQ(enum_texts<ModelVendor>.size(), 9U);
  EXPECT_EQ(enum_texts<ModelType>.size(), 6U);
}

}  // namespace
}  // namespace modelreg
