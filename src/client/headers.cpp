#include "client/headers.hpp"

#include <algorithm>

namespace modelreg::client {
namespace {

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

std::optional<std::string_view> find_header(const std::vector<Header>& headers,
                                            std::string_view name) {
  const auto header = std::find_if(headers.begin(), headers.end(), [&](const Header& candidate) {
    return std::equal(candidate.name.begin(), candidate.name.end(), name.begin(), name.end(),
                      [](char left, char right) { return lower(left) == right; });
  });
  if (header == headers.end()) return std::nullopt;
  const std::string_view value = header->value;
  const auto first = value.find_first_not_of(" \t");
  if (first == std::string_view::npos) return std::string_view();
  return value.substr(first, value.find_last_not_of(" \t") - first + 1);
}

bool can_be_header(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char character) {
    return static_cast<unsigned char>(character) < 0x20 || character == 0x7F;
  });
}

}  // namespace modelreg::client
