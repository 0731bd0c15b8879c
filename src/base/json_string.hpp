#pragma once

#include <string>
#include <string_view>

namespace modelreg::base {

/// Append `text`, which is UTF-8, to `json` as a JSON string in quotes.
void append_json_string(std::string& json, std::string_view text);

/// Append `text` in quotes as it is: nothing in it may need an escape.
inline void append_quoted(std::string& json, std::string_view text) {
  json += '"';
  json += text;
  json += '"';
}

}  // namespace modelreg::base
