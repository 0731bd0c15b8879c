#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "indented_json.hpp"
#include "row.hpp"

namespace desktop {
namespace {

Row a_row(int id, int version = 0) {
  return {.id = std::to_string(id), .name = QString::number(version)};
}

void apply(std::vector<Row>& rows, const RowEdit& edit) {
  const auto at = [&](std::size_t row) { return rows.begin() + static_cast<std::ptrdiff_t>(row); };
  if (const auto* removed = std::get_if<RowsRemoved>(&edit)) {
    rows.erase(at(removed->first), at(removed->first + removed->count));
  } else if (const auto* inserted = std::get_if<RowsInserted>(&edit)) {
    rows.insert(at(inserted->first), inserted->rows.begin(), inserted->rows.end());
  } else if (const auto* moved = std::get_if<RowMoved>(&edit)) {
    ASSERT_LT(moved->to, moved->from);
    std::rotate(at(moved->to), at(moved->from), at(moved->from + 1));
  } else {
    const auto& changed = std::get<RowsChanged>(edit);
    std::copy(changed.rows.begin(), changed.rows.end(), at(changed.first));
  }
}

std::vector<Row> some_rows(std::mt19937& random) {
  std::vector<Row> rows;
  for (int id = 0; id < 12; ++id) {
    if (random() % 3 != 0) rows.push_back(a_row(id, static_cast<int>(random() % 2)));
  }
  if (random() % 2 == 0) std::shuffle(rows.begin(), rows.end(), random);
  return rows;
}

TEST(RowEdits, MakeOneListOfTheOther) {
  std::mt19937 random(42);
  for (int round = 0; round < 5'000; ++round) {
    const auto before = some_rows(random);
    const auto after = some_rows(random);
    auto now = before;

    for (const auto& edit : edits_between(before, after)) apply(now, edit);

    ASSERT_EQ(now, after) << round;
  }
}

TEST(RowEdits, OfAListThatIsTheSameAreNone) {
  const std::vector<Row> rows{a_row(1), a_row(2)};

  EXPECT_TRUE(edits_between(rows, rows).empty());
}

TEST(RowEdits, NameWhatIsDifferentAlone) {
  const std::vector<Row> before{a_row(1), a_row(2), a_row(3)};
  const std::vector<Row> after{a_row(1), a_row(3, 7), a_row(4)};

  const auto edits = edits_between(before, after);

  ASSERT_EQ(edits.size(), 3U);
  EXPECT_EQ(std::get<RowsRemoved>(edits[0]).first, 1U);
  EXPECT_EQ(std::get<RowsChanged>(edits[1]).first, 1U);
  EXPECT_EQ(std::get<RowsInserted>(edits[2]).first, 2U);
}

TEST(IndentedJson, HasAMemberALine) {
  EXPECT_EQ(indented_json(R"({"a":1,"b":{"c":[true,null],"d":{},"e":[]}})"),
            "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": [\n      true,\n      null\n    ],\n"
            "    \"d\": {},\n    \"e\": []\n  }\n}");
}

TEST(IndentedJson, KeepsWhatLooksLikeStructureInAString) {
  EXPECT_EQ(indented_json(R"({"a":"{\"b\":[1,2]}\\"})"),
            "{\n  \"a\": \"{\\\"b\\\":[1,2]}\\\\\"\n}");
}

TEST(IndentedJson, KeepsEveryDigit) {
  EXPECT_EQ(indented_json("[123456789012345678901234567890,1.10]"),
            "[\n  123456789012345678901234567890,\n  1.10\n]");
}

TEST(IndentedJson, LeavesOutTheEndOfALongStringAndSaysSo) {
  EXPECT_EQ(indented_json(R"(["aaaaaaaaaaéé"])", 12), "[\n  \"aaaaaaaaaa…\" (of 14 bytes)\n]");
}

TEST(IndentedJson, LeavesOutTheEndOfALongTextAndSaysSo) {
  EXPECT_EQ(indented_json("[1,2,3]", 100, 7), "[\n  1,\n… and 4 bytes more");
}

}  // namespace
}  // namespace desktop
