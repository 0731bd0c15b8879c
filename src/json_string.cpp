#include "json_string.hpp"

#include <cstddef>

#include "byte_words.hpp"

namespace modelreg {
namespace {

bool needs_escape(char character) {
  return static_cast<unsigned char>(character) < 0x20 || character == '"' || character == '\\';
}

/// The place of the next character from `at` on that needs an escape, or the end.
std::size_t find_escape(std::string_view text, std::size_t at) {
  for (; at + sizeof(ByteWord) <= text.size(); at += sizeof(ByteWord)) {
    const ByteWord word = load_word(text.data() + at);
    if ((has_less(word, 0x20) | has_byte(word, '"') | has_byte(word, '\\')) != 0) break;
  }
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

}  // namespace

void append_json_string(std::string& json, std::string_view text) {
  json += '"';
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t at = find_escape(text, start);
    json.append(text, start, at - start);
    if (at < text.size()) append_escape(json, text[at]);
    start = at + 1;
  }
  json += '"';
}

}  // namespace modelreg
