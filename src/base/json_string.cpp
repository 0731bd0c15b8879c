#include "base/json_string.hpp"

#include <cstddef>

#include "base/byte_block.hpp"

namespace modelreg::base {
namespace {

bool needs_escape(char character) {
  return static_cast<unsigned char>(character) < 0x20 || character == '"' || character == '\\';
}

bool needs_escape(ByteBlock block) {
  return any((block < 0x20) | (block == '"') | (block == '\\'));
}

/// The place of the next character from `at` on that needs an escape, or the end.
std::size_t find_escape(std::string_view text, std::size_t at) {
  while (at + sizeof(ByteBlock) <= text.size() && !needs_escape(load_block(text.data() + at))) {
    at += sizeof(ByteBlock);
  }
  if (!needs_escape(load_last_block(text.substr(at)))) return text.size();
  while (at < text.size() && !needs_escape(text[at])) ++at;
  return at;
}

void append_escape(std::string& json, char character) {
  switch (character) {
    case '"':
      json += "\\\"";
      return;
    case '\\':
      json += "\\\\";
      return;
    case '\b':
      json += "\\b";
      return;
    case '\f':
      json += "\\f";
      return;
    case '\n':
      json += "\\n";
      return;
    case '\r':
      json += "\\r";
      return;
    case '\t':
      json += "\\t";
      return;
    default:
      break;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(character);
  json += "\\u00";
  json += digits[code >> 4U];
  json += digits[code & 0xFU];
}

void append_escaped(std::string& json, std::string_view text, std::size_t first_escape) {
  json += '"';
  std::size_t start = 0;
  for (std::size_t at = first_escape; at < text.size(); at = find_escape(text, start)) {
    json.append(text, start, at - start);
    append_escape(json, text[at]);
    start = at + 1;
  }
  json.append(text, start);
  json += '"';
}

}  // namespace

void append_json_string(std::string& json, std::string_view text) {
  const std::size_t first_escape = find_escape(text, 0);
  if (first_escape == text.size()) {
    append_quoted(json, text);
  } else {
    append_escaped(json, text, first_escape);
  }
}

}  // namespace modelreg::base
