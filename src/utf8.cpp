#include "utf8.hpp"

#include <boost/nowide/utf/utf.hpp>

#include "byte_words.hpp"

namespace modelreg {
namespace {

/// How many bytes at the beginning are ASCII without NUL; fewer may be told than there are.
std::size_t plain_prefix(std::string_view text) {
  std::size_t at = 0;
  for (; at + sizeof(ByteWord) <= text.size(); at += sizeof(ByteWord)) {
    const ByteWord word = load_word(text.data() + at);
    if ((has_high(word) | has_byte(word, 0)) != 0) break;
  }
  return at;
}

}  // namespace

std::optional<std::size_t> count_characters(std::string_view text) {
  namespace utf = boost::nowide::utf;
  std::size_t count = plain_prefix(text);
  for (auto at = text.begin() + static_cast<std::ptrdiff_t>(count); at != text.end(); ++count) {
    const utf::code_point character = utf::utf_traits<char>::decode(at, text.end());
    if (character == 0 || !utf::is_valid_codepoint(character)) return std::nullopt;
  }
  return count;
}

}  // namespace modelreg
