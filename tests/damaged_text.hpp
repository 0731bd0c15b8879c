#pragma once

#include <random>
#include <string>
#include <string_view>

namespace modelreg::test {

/// A text with a few of its bytes changed, removed or doubled.
inline std::string damaged(std::string text, std::mt19937& random) {
  constexpr std::string_view bytes = "{}[]\",:\\ul019-.eE tfnrb/\n\x01\xc3\xa9\xf0";
  const auto below = [&](std::size_t end) { return random() % end; };
  for (auto changes = 1 + below(3); changes > 0 && !text.empty(); --changes) {
    const auto at = below(text.size());
    switch (below(4)) {
      case 0:
        text[at] = bytes[below(bytes.size())];
        break;
      case 1:
        text.erase(at, 1 + below(3));
        break;
      case 2:
        text.insert(at, 1, bytes[below(bytes.size())]);
        break;
      default:
        text.insert(at, text.substr(below(text.size()), below(12)));
        break;
    }
  }
  return text;
}

}  // namespace modelreg::test
