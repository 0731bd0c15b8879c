#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "modelreg/wire.hpp"

namespace modelreg::client {

/// The value of the first header called `name`, which is in lower case, without the blanks around
/// it; nothing if there is none.
[[nodiscard]] std::optional<std::string_view> find_header(const std::vector<Header>& headers,
                                                          std::string_view name);

/// Whether `text` can be a header's value: it has no control characters.
[[nodiscard]] bool can_be_header(std::string_view text);

}  // namespace modelreg::client
