#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "modelreg/export.hpp"

namespace modelreg {

/// A time in UTC, in microseconds. Records hold times of the years 1 to 9999.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

/// `timestamp` as ISO 8601, always with six decimals and a `Z`: 2026-11-22T08:00:00.000000Z.
[[nodiscard]] MODELREG_EXPORT std::string to_string(Timestamp timestamp);

/// The timestamp that `text` names: an ISO 8601 calendar date and a time of day with an offset
/// (`Z`, `+01`, `+0100`, `+01:00`), such as 2026-11-22T09:00+01:00 or 20261122T080000.25Z.
/// Seconds and decimals may be left out; decimals beyond the sixth are cut off. Nothing if `text`
/// is something else, has no offset, or leaves the years 1 to 9999.
[[nodiscard]] MODELREG_EXPORT std::optional<Timestamp> parse_timestamp(std::string_view text);

}  // namespace modelreg
