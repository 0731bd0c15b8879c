#pragma once

#include <string>
#include <string_view>

namespace modelreg {

/// Append `text`, which is UTF-8, to `json` as a JSON string in quotes.
void append_json_string(std::string& json, std::string_view text);

}  // namespace modelreg
