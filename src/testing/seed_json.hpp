#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace modelreg::testing {

/// Keeps the members in the order of the text.
using Json = nlohmann::ordered_json;

/// The document that `text` spells.
/// Throws: `invalid_argument` if it is no JSON, is nested deeper than a record in a seed can be, or
/// has a member twice, or a number that no C++ number holds.
[[nodiscard]] Json parse_seed(std::string_view text);

/// The document that the library wrote of a record.
/// Throws: `invalid_argument`, with their places, if it has numbers that a document cannot hold.
[[nodiscard]] Json parse_record(const std::string& text);

}  // namespace modelreg::testing
