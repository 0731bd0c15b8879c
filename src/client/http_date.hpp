#pragma once

#include <optional>
#include <string_view>

#include "modelreg/timestamp.hpp"

namespace modelreg::client {

/// The time that a header names in one of HTTP's three spellings; nothing if it is none of them.
///
///     Sun, 06 Nov 1994 08:49:37 GMT
///     Sunday, 06-Nov-94 08:49:37 GMT
///     Sun Nov  6 08:49:37 1994
[[nodiscard]] std::optional<Timestamp> parse_http_date(std::string_view text);

}  // namespace modelreg::client
