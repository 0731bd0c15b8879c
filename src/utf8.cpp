#include "utf8.hpp"

#include <boost/nowide/utf/utf.hpp>

namespace modelreg {

std::optional<std::size_t> count_characters(std::string_view text) {
  namespace utf = boost::nowide::utf;
  std::size_t count = 0;
  for (auto at = text.begin(); at != text.end(); ++count) {
    const utf::code_point character = utf::utf_traits<char>::decode(at, text.end());
    if (character == 0 || !utf::is_valid_codepoint(character)) return std::nullopt;
  }
  return count;
}

}  // namespace modelreg
