#pragma once

#include <optional>
#include <string_view>

#include "base/json_scan.hpp"

namespace modelreg::base {

/// What `scan_json` finds in a text that is spelt as this library and most services spell theirs:
/// without white space, without escapes that are not needed, without fault. Nothing if it is any
/// other text. A tenth of the time, since it copies what it need not spell anew.
[[nodiscard]] std::optional<JsonScan> scan_compact_json(std::string_view text,
                                                        const JsonRules& rules);

}  // namespace modelreg::base
