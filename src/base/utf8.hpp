#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace modelreg::base {

/// How many code points `text` has; nothing if it is no UTF-8 or holds the character NUL.
[[nodiscard]] std::optional<std::size_t> count_characters(std::string_view text);

}  // namespace modelreg::base
