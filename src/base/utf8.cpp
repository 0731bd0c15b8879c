#include "base/utf8.hpp"

#include <boost/nowide/utf/utf.hpp>

#include "base/byte_block.hpp"

namespace modelreg::base {
namespace {

/// How many bytes at the beginning are ASCII without NUL; fewer may be told than there are.
std::size_t plain_prefix(std::string_view text) {
  std::size_t at = 0;
  for (; at + sizeof(ByteBlock) <= text.size(); at += sizeof(ByteBlock)) {
    const ByteBlock block = load_block(text.data() + at);
    if (any((block == 0) | (block >= 0x80))) break;
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

}  // namespace modelreg::base
