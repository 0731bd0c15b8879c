#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "modelreg/error.hpp"
#include "modelreg/identity.hpp"
#include "modelreg/page.hpp"

namespace modelreg {

/// The rule that `text` breaks as the value of the field `name`, if any: a name's, an id's or that
/// of any other text, by the field's name.
[[nodiscard]] std::optional<Violation> check_text(std::string_view field, std::string_view text);

[[nodiscard]] std::vector<Violation> validate(const PageRequest& request);

[[nodiscard]] std::vector<Violation> validate(const Identity& identity);

/// Throw `invalid_argument` if there is any violation.
void require_valid(std::vector<Violation> violations);

}  // namespace modelreg
