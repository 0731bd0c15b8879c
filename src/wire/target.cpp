#include "wire/target.hpp"

#include <charconv>

namespace modelreg::wire {
namespace {

constexpr std::size_t usual_segments = 5;

std::string percent_decoded(std::string_view text) {
  if (text.find('%') == std::string_view::npos) return std::string(text);
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = 0;
    const char* const digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      decoded += static_cast<char>(byte);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

/// In a query, a plus sign is a space.
std::string form_decoded(std::string_view text) {
  std::string spaced(text);
  for (char& character : spaced) {
    if (character == '+') character = ' ';
  }
  return percent_decoded(spaced);
}

/// What stands before the first `separator`, which is removed from `rest` together with it.
std::string_view take_until(std::string_view& rest, char separator) {
  const auto end = rest.find(separator);
  const auto part = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return part;
}

}  // namespace

Target parse_target(std::string_view target) {
  Target parsed;
  std::string_view query = target.substr(0, target.find('#'));
  std::string_view path = take_until(query, '?');
  if (path.starts_with('/')) {
    path.remove_prefix(1);
    parsed.segments.reserve(usual_segments);
    while (!path.empty()) parsed.segments.push_back(percent_decoded(take_until(path, '/')));
  }
  while (!query.empty()) {
    std::string_view value = take_until(query, '&');
    const std::string_view name = take_until(value, '=');
    if (!name.empty()) parsed.query.emplace_back(form_decoded(name), form_decoded(value));
  }
  return parsed;
}

}  // namespace modelreg::wire
