#include "modelreg/timestamp.hpp"

#include <gtest/gtest.h>

namespace modelreg {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp eight = std::chrono::sys_days(2026y / 11 / 22) + 8h;

TEST(TimestampTest, IsWrittenInUtcWithMicroseconds) {
  EXPECT_EQ(to_string(eight), "2026-11-22T08:00:00.000000Z");
  EXPECT_EQ(to_string(eight + 1us), "2026-11-22T08:00:00.000001Z");
  EXPECT_EQ(to_string(Timestamp(-1us)), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(to_string(std::chrono::sys_days(1y / 1 / 1)), "0001-01-01T00:00:00.000000Z");
}

TEST(TimestampTest, EveryFormOfTheSameMomentIsRead) {
  for (const char* text :
       {"2026-11-22T08:00:00.000000Z", "2026-11-22T08:00:00Z", "2026-11-22T08:00Z",
        "2026-11-22t08:00:00z", "2026-11-22 08:00:00+00:00", "2026-11-22T09:00:00+01:00",
        "2026-11-22T09:00:00+0100", "2026-11-22T09:00:00+01", "2026-11-21T20:30:00-11:30",
        "20261122T080000Z", "2026-11-22T08:00:00,0Z", "2026-11-22T08:00:00.0000000009Z",
        "2026-11-22T07:59:60Z"}) {
    EXPECT_EQ(parse_timestamp(text), eight) << text;
  }
}

TEST(TimestampTest, DecimalsAreReadAsWritten) {
  EXPECT_EQ(parse_timestamp("2026-11-22T08:00:00.5Z"), eight + 500ms);
  EXPECT_EQ(parse_timestamp("2026-11-22T08:00:00.123456789Z"), eight + 123456us);
}

TEST(TimestampTest, MidnightMayEndADay) {
  EXPECT_EQ(parse_timestamp("2026-11-21T24:00:00Z"), eight - 8h);
  EXPECT_EQ(parse_timestamp("2026-11-21T24:00:01Z"), std::nullopt);
}

TEST(TimestampTest, WhatWasWrittenIsReadBackEqual) {
  for (const Timestamp moment : {Timestamp(0us), Timestamp(-1us), eight + 7us,
                                 Timestamp(std::chrono::sys_days(9999y / 12 / 31)) + 23h + 59min}) {
    EXPECT_EQ(parse_timestamp(to_string(moment)), moment);
  }
}

TEST(TimestampTest, AnythingElseIsNoTimestamp) {
  for (const char* text : {"",
                           "now",
                           "2026-11-22",
                           "2026-11-22T08:00:00",
                           "2026-11-22T08Z",
                           "2026-13-01T00:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "2026-11-22T25:00:00Z",
                           "2026-11-22T08:60:00Z",
                           "2026-11-22T08:00:61Z",
                           "2026-11-22T08:00:00.Z",
                           "2026-11-22T08:00:00Z ",
                           " 2026-11-22T08:00:00Z",
                           "2026-11-22T08:00:00+24:00",
                           "2026-11-22T08:00:00+01:60",
                           "2026-1122T08:00:00Z",
                           "202611-22T08:00:00Z",
                           "0000-01-01T00:00:00Z",
                           "0001-01-01T00:00:00+00:01",
                           "9999-12-31T23:59:59-00:01",
                           "+2026-11-22T08:00:00Z",
                           "2026-11-22T08:00:00ZZ",
                           "2026-11-22T08:00:0xZ",
                           "2026",
                           "2026-1",
                           "2026-11-",
                           "2026-11-2",
                           "2026-11-22T",
                           "2026-11-22T0",
                           "2026-11-22T08:",
                           "2026-11-22T08:0",
                           "2026-11-22T08:00:0",
                           "2026-11-22T08:00+",
                           "2026-11-22T08:00+1",
                           "2026-11-22T08:00+01:",
                           "2026-11-22T08:00+01:6",
                           "2026-11-22T08:00x"}) {
    EXPECT_EQ(parse_timestamp(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace modelreg
