#include "base/compact_json.hpp"

#include <gmock/gmock.h>

#include <array>
#include <random>
#include <string>

#include "damaged_text.hpp"
#include "registry/model_type_traits.hpp"
#include "session_fixture.hpp"

/// Compact JSON is read by a reader of its own. What it takes, it must take as the other reader
/// does, which is made to read the same text by a blank behind it.
namespace modelreg {
namespace {

using base::JsonKind;
using base::JsonRules;
using base::JsonScan;
using base::scan_compact_json;
using base::scan_json;

constexpr JsonRules an_array{.outermost = JsonKind::array};

/// Whether the reader took the text; then both must have found the same.
bool is_taken(const std::string& text, const JsonRules& rules = {}) {
  const auto compact = scan_compact_json(text, rules);
  if (!compact) return false;
  const JsonScan other = scan_json(text + " ", rules);
  EXPECT_TRUE(other.complete && other.syntax_error.empty() && other.violations.empty())
      << testing::PrintToString(text);
  EXPECT_EQ(compact->text, other.text);
  EXPECT_EQ(compact->members.size(), other.members.size()) << testing::PrintToString(text);
  for (std::size_t i = 0; i < std::min(compact->members.size(), other.members.size()); ++i) {
    const auto& ours = compact->members[i];
    const auto& theirs = other.members[i];
    EXPECT_EQ(ours.name, theirs.name) << testing::PrintToString(text);
    EXPECT_EQ(ours.kind, theirs.kind) << testing::PrintToString(text);
    EXPECT_EQ(ours.json(), theirs.text) << testing::PrintToString(text);
  }
  return true;
}

TEST(CompactJsonTest, WhatThisLibraryWritesIsTaken) {
  auto record = test::a_complete_record({.account_id = "acme", .user_id = "ada"});
  record.model_card = "\"\\\b\f\n\r\t\x01\x1f\x7f é 漢 🙂 </script>";

  EXPECT_TRUE(is_taken(to_json_text(record)));
  EXPECT_TRUE(is_taken(to_json_text(Page<ModelInstance>{.items = {record, record}})));
  for (const char* text :
       {"{}", R"({"a":1})", R"({"a":{},"b":[],"c":[[]],"d":[{}],"e":{"f":[1,{"g":"h"},[null]]}})",
        R"({"":""})", R"({"a":-1,"b":0,"c":-0.0,"d":0.5,"e":123456789012345678,"f":1.10})",
        R"({"a":true,"b":false,"c":null})", R"({"a":"\u0001\u001f\"\\"})",
        R"({"a":[{"k":1},{"k":1}],"b":{"a":1,"b":{"a":1}}})"}) {
    EXPECT_TRUE(is_taken(text)) << testing::PrintToString(std::string(text));
  }
  EXPECT_TRUE(is_taken("[]", an_array));
  EXPECT_TRUE(is_taken(R"([1,"a",{"b":[]},[{}],null])", an_array));
}

TEST(CompactJsonTest, AnyOtherTextIsLeftToTheOtherReader) {
  for (const char* text : {"",
                           "{",
                           "}",
                           "[]",
                           "1",
                           R"("a")",
                           "null",
                           " {}",
                           "{} ",
                           R"({"a": 1})",
                           "{}{}",
                           R"({"a":1,})",
                           R"({,"a":1})",
                           R"({"a"})",
                           R"({"a":})",
                           R"({"a":1]})",
                           R"({"a":[1})",
                           R"({"a":[1,]})",
                           R"({"a":[,1]})",
                           R"({"a":1 })",
                           R"({a:1})",
                           R"({"a":1,"a":2})",
                           R"({"b":{"a":1,"a":2}})",
                           R"({"a":01})",
                           R"({"a":-})",
                           R"({"a":-0})",
                           R"({"a":1.})",
                           R"({"a":.5})",
                           R"({"a":1e5})",
                           R"({"a":1.5E5})",
                           R"({"a":1234567890123456789})",
                           R"({"a":+1})",
                           R"({"a":tru})",
                           R"({"a":True})",
                           R"({"a":nulll})",
                           R"({"a":"\/"})",
                           R"({"a":"\u00e9"})",
                           R"({"a":"\u000a"})",
                           R"({"a":"\u001F"})",
                           R"({"a":"\u0000"})",
                           R"({"a":"\u0020"})",
                           R"({"a":"\x"})",
                           R"({"\n":1})",
                           R"({"a":")",
                           R"({"a":"\)",
                           R"({"a":"\u00)",
                           "{\"a\":\"\n\"}",
                           "{\"a\":\"\xff\"}",
                           "{\"a\":\"\xc3\"}",
                           "{\"a\":\"\xed\xa0\x80\"}",
                           "{\"a\":\"\xc0\x80\"}",
                           "{\"\xff\":1}",
                           "{\"a\":NaN}"}) {
    EXPECT_FALSE(is_taken(text)) << testing::PrintToString(std::string(text));
  }
  EXPECT_FALSE(is_taken(std::string("{\"a\":\"\0\"}", 9)));
  EXPECT_FALSE(is_taken("{}", an_array));
}

TEST(CompactJsonTest, TheRulesAreThoseOfTheOtherReader) {
  for (std::size_t depth = 1; depth < 40; ++depth) {
    const std::string text =
        R"({"a":)" + std::string(depth - 1, '[') + "1" + std::string(depth - 1, ']') + "}";
    EXPECT_EQ(is_taken(text), depth <= static_cast<std::size_t>(max_json_depth)) << depth;
  }
  const std::string members = R"({"a":1,"b":[1,2,3],"c":"ccccccccccc"})";
  EXPECT_FALSE(is_taken(members, {.max_members = 2}));
  EXPECT_TRUE(is_taken(members, {.max_members = 3}));
  EXPECT_FALSE(is_taken(members, {.max_bytes = members.size() - 1}));
  EXPECT_TRUE(is_taken(members, {.max_member_bytes = 7}));
  EXPECT_FALSE(is_taken(members, {.max_member_bytes = 6}));
}

TEST(CompactJsonTest, AKnownObjectIsNotReadAndIsTheSame) {
  const auto known = registry::known_schemas();
  for (const auto& object : known) {
    const std::string text = R"({"a":)" + object.text() + R"(,"b":[)" + object.text() + "]}";
    ASSERT_TRUE(is_taken(text, {.known = known}));
    EXPECT_EQ(scan_compact_json(text, {.known = known})->members[0].known, &object);
    EXPECT_FALSE(is_taken(text.substr(0, text.size() - 1), {.known = known}));
    EXPECT_FALSE(is_taken(R"({"a":)" + object.text() + "]}", {.known = known}));
    EXPECT_FALSE(is_taken(R"({"a":)" + object.text() + "}}", {.known = known}));
    EXPECT_FALSE(is_taken(R"({"a":)" + object.text(), {.known = known}));
  }
}

TEST(CompactJsonTest, NoDamagedTextIsTakenThatTheOtherReaderRefusesOrReadsOtherwise) {
  const std::array<std::string, 4> texts{
      R"({"name":"é\n🙂 \u0001","n":-12.50,"o":{"a":[1,{"b":null}],"c":"\""},"t":true})",
      R"({"detail":[{"loc":["body","name"],"msg":"x","type":"missing"}]})",
      R"({"current_page":1,"items":[{"a":"b"},{"a":"c","d":{}}],"total":0})",
      R"({"a":"0123456789abcdef0123456789abcde\\f","b":[[[]]],"c":""})"};
  std::mt19937 random(42);
  int taken = 0;
  for (int i = 0; i < 40'000 && !HasFailure(); ++i) {
    if (is_taken(test::damaged(texts.at(random() % texts.size()), random))) ++taken;
  }
  EXPECT_GT(taken, 4000);
}

}  // namespace
}  // namespace modelreg
