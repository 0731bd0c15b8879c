#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fields.hpp"
#include "modelreg/enum_text.hpp"
#include "modelreg/error.hpp"
#include "modelreg/identity.hpp"
#include "modelreg/page.hpp"
#include "modelreg/query.hpp"

namespace modelreg::registry {

/// What is wrong with a value that is none of an enum's: the values that are, of those that are
/// `known`.
template <TextEnum E>
[[nodiscard]] std::string one_of_its_values(const auto& known) {
  std::string text = "must be one of";
  const char* separator = " ";
  for (const auto& [value, spelling] : enum_texts<E>) {
    if (!known(value)) continue;
    text.append(std::exchange(separator, ", ")).append(spelling);
  }
  return text;
}
template <TextEnum E>
[[nodiscard]] std::string one_of_its_values() {
  return one_of_its_values<E>([](E) { return true; });
}

/// What is wrong with `text` as the value of `field`, if anything.
[[nodiscard]] std::optional<Violation> check_text(const base::Field& field, std::string_view text);

[[nodiscard]] std::vector<Violation> validate(const PageRequest& request);

/// A violation for each filter that no record could satisfy since no field takes such a value.
[[nodiscard]] std::vector<Violation> validate_filter(const ModelGroupFilter& filter);
[[nodiscard]] std::vector<Violation> validate_filter(const ModelInstanceFilter& filter);
[[nodiscard]] std::vector<Violation> validate_filter(const ModelDeploymentFilter& filter);

[[nodiscard]] std::vector<Violation> validate(const Identity& identity);

/// Throw `invalid_argument` if there is any violation.
void require_valid(std::vector<Violation> violations);

}  // namespace modelreg::registry
