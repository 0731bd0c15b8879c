#include "modelreg/json_object.hpp"

#include "session_fixture.hpp"

namespace modelreg {
namespace {

using test::error_of;
using test::IsViolation;
using test::violations_of;

std::string nested(int levels) {
  std::string text = "{\"a\":";
  for (int i = 1; i < levels; ++i) text += "[";
  for (int i = 1; i < levels; ++i) text += "]";
  return levels == 1 ? "{}" : text + "}";
}

TEST(JsonObjectTest, IsEmptyByDefault) {
  EXPECT_EQ(JsonObject().text(), "{}");
  EXPECT_EQ(JsonObject(), JsonObject(" { } "));
}

TEST(JsonObjectTest, KeepsOrderAndSpellingAndDropsWhiteSpace) {
  const JsonObject object(" {\"b\" : [1, -2.50e+1, true, null],\n\t\"a\": \"x \\u00e9\\n\\/\"} ");

  EXPECT_EQ(object.text(), "{\"b\":[1,-2.50e+1,true,null],\"a\":\"x é\\n/\"}");
}

TEST(JsonObjectTest, EqualObjectsHaveTheSameMembersInAnyOrder) {
  EXPECT_EQ(JsonObject(R"({"a":{"x":1,"y":[{"p":1,"q":2}]},"b":2.0})"),
            JsonObject(R"({"b":2,"a":{"y":[{"q":2,"p":1}],"x":1}})"));
  EXPECT_NE(JsonObject(R"({"a":[1,2]})"), JsonObject(R"({"a":[2,1]})"));
  EXPECT_NE(JsonObject(R"({"a":1})"), JsonObject(R"({"a":"1"})"));
  EXPECT_NE(JsonObject(R"({"a":null})"), JsonObject());
}

TEST(JsonObjectTest, ACopySharesTheText) {
  const JsonObject object(R"({"a":1})");
  const JsonObject copy = object;

  EXPECT_EQ(&copy.text(), &object.text());
}

TEST(JsonObjectTest, WhatIsNoJsonObjectIsRefused) {
  using namespace std::string_literals;
  for (const auto& text : {""s,
                           " "s,
                           "{"s,
                           "{}}"s,
                           "{} {}"s,
                           "[]"s,
                           "[{}]"s,
                           "1"s,
                           "\"{}\""s,
                           "null"s,
                           "{'a':1}"s,
                           "{a:1}"s,
                           "{\"a\":}"s,
                           "{\"a\" 1}"s,
                           "{\"a\":1,}"s,
                           "{\"a\":01}"s,
                           "{\"a\":+1}"s,
                           "{\"a\":.5}"s,
                           "{\"a\":NaN}"s,
                           "{\"a\":Infinity}"s,
                           "{\"a\":tru}"s,
                           "{\"a\":\"\n\"}"s,
                           "{\"a\":\"\\x\"}"s,
                           "{\"a\":\"\\ud800\"}"s,
                           "{\"a\":\"\\udc00\"}"s,
                           "// c\n{}"s,
                           "{\"a\":\"\x80\"}"s,
                           "{\"a\":\"\xc0\xaf\"}"s,
                           "{\"a\":\"\xed\xa0\x80\"}"s,
                           "{\"a\":\"\xf4\x90\x80\x80\"}"s,
                           "{\"a\":\"\xc3\"}"s,
                           "{}\0"s,
                           "{}\0{"s,
                           "{\0}"s}) {
    EXPECT_THAT(violations_of([&] { JsonObject{text}; }),
                testing::ElementsAre(IsViolation("", "json_invalid")))
        << text;
  }
}

TEST(JsonObjectTest, ABrokenRuleIsRefusedWithTheMemberAtFault) {
  for (const char* text :
       {R"({"ok":0,"m":1,"m":2})", R"({"m":{"x":1,"x":2}})", R"({"m":[{"x":1,"\u0078":2}]})",
        R"({"m":"a\u0000b"})", R"({"m":{"a\u0000b":1}})"}) {
    EXPECT_THAT(violations_of([&] { JsonObject{std::string(text)}; }),
                testing::ElementsAre(IsViolation("m", "json_invalid")))
        << text;
  }
}

TEST(JsonObjectTest, EveryDigitOfANumberIsKeptHoweverLargeItIs) {
  const std::string digits(5000, '7');
  for (const auto& number : std::vector<std::string>{
           "18446744073709551615", "-9223372036854775809", "1e400", "-1E+400", "1e-400", "-0",
           "1.50", "0.1000000000000000055511151231257827", digits, digits + "." + digits + "e-9999",
           "1e99999999999999999999", "1234567890123456789012345678901234567890"}) {
    const std::string text = R"({"a":)" + number + R"(,"b":[)" + number + ",2," + number + "]}";
    EXPECT_EQ(JsonObject(text).text(), text) << number;
  }
}

TEST(JsonObjectTest, ANumberThatIsLargeMustBeOneAllTheSame) {
  for (const char* number : {"1e400e5", "01e400", "1e400.5", "-e400", "+1e400", "1.e400", "1e+-400",
                             "1e400x", "1e", "1e400 2"}) {
    EXPECT_THAT(violations_of([&] { JsonObject{std::string(R"({"m":)") + number + "}"}; }),
                testing::ElementsAre(IsViolation("", "json_invalid")))
        << number;
  }
}

TEST(JsonObjectTest, NumbersAreEqualByTheirValueHoweverTheyAreSpelt) {
  const auto with = [](const std::string& number) { return JsonObject("{\"a\":" + number + "}"); };
  for (const auto& [left, right] : std::vector<std::pair<std::string, std::string>>{
           {"1", "1.0"},
           {"1e400", "10E399"},
           {"0.15e1", "150e-2"},
           {"-0", "0.0e5"},
           {"1200", "12e2"},
           {"0.001", "1e-3"},
           {"1e99999999999999999999", "1e99999999999999999999"}}) {
    EXPECT_EQ(with(left), with(right)) << left << ' ' << right;
  }
  for (const auto& [left, right] : std::vector<std::pair<std::string, std::string>>{
           {"1e400", "1e401"},
           {"1e400", "-1e400"},
           {"18446744073709551616", "18446744073709551617"},
           {"0.1", "0.1000000000000000055511151231257827"},
           {"0", "1e-400"},
           {"1e99999999999999999999", "1e99999999999999999998"}}) {
    EXPECT_NE(with(left), with(right)) << left << ' ' << right;
  }
}

TEST(JsonObjectTest, OneThatWasMovedFromIsEmpty) {
  JsonObject object(R"({"a":1})");
  const JsonObject taken = std::move(object);

  EXPECT_EQ(taken.text(), R"({"a":1})");
  EXPECT_EQ(object.text(), "{}");
  EXPECT_EQ(object, JsonObject());
}

TEST(JsonObjectTest, TheLargestIntegersAreKept) {
  const std::string text = R"({"least":-9223372036854775808,"most":9223372036854775807})";

  EXPECT_EQ(JsonObject(text).text(), text);
}

TEST(JsonObjectTest, ThirtyOneLevelsAreTheMost) {
  EXPECT_EQ(JsonObject(nested(31)).text(), nested(31));
  EXPECT_THAT(violations_of([&] { JsonObject(nested(32)); }),
              testing::ElementsAre(IsViolation("a", "json_invalid")));
}

TEST(JsonObjectTest, AHundredThousandLevelsAreRefusedLikeAnyOther) {
  const std::string deep = "{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}";

  EXPECT_EQ(error_of([&] { JsonObject{deep}; }), ErrorCode::invalid_argument);
}

TEST(JsonObjectTest, OneMebibyteIsTheMost) {
  const std::string longest = R"({"a":")" + std::string(max_text_bytes - 8, 'x') + R"("})";

  EXPECT_EQ(JsonObject(longest).text(), longest);
  EXPECT_THAT(violations_of([&] { JsonObject(longest + " "); }),
              testing::ElementsAre(IsViolation("", "string_too_long")));
}

}  // namespace
}  // namespace modelreg
