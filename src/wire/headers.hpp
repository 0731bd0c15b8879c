#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "modelreg/wire.hpp"

namespace modelreg::wire {

[[nodiscard]] constexpr char lower(char letter) noexcept {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// The value of the first header called `name`, which is in lower case, without the blanks around
/// it; nothing if there is none.
[[nodiscard]] inline std::optional<std::string_view> find_header(const Request& request,
                                                                 std::string_view name) {
  const auto header =
      std::find_if(request.headers.begin(), request.headers.end(), [&](const Header& candidate) {
        return std::equal(candidate.name.begin(), candidate.name.end(), name.begin(), name.end(),
                          [](char left, char right) { return lower(left) == right; });
      });
  if (header == request.headers.end()) return std::nullopt;
  const std::string_view value = header->value;
  const auto first = value.find_first_not_of(" \t");
  if (first == std::string_view::npos) return std::string_view();
  return value.substr(first, value.find_last_not_of(" \t") - first + 1);
}

}  // namespace modelreg::wire
