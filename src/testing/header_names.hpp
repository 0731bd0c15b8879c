#pragma once

#include <algorithm>
#include <string_view>

#include "modelreg/wire.hpp"

namespace modelreg::testing {

/// Whether the header has that name, which is in lower case.
[[nodiscard]] inline bool is_named(const Header& header, std::string_view name) {
  const auto lower = [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  };
  return std::equal(header.name.begin(), header.name.end(), name.begin(), name.end(),
                    [&](char left, char right) { return lower(left) == right; });
}

}  // namespace modelreg::testing
