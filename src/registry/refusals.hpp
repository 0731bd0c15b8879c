#pragma once

#include <optional>
#include <string>
#include <utility>

#include "modelreg/error.hpp"
#include "modelreg/identity.hpp"

namespace modelreg::registry {

/// The refusals that operations share, each worded once. What does not exist and what is another
/// account's is refused alike.
[[nodiscard]] Error no_such_model_group();
[[nodiscard]] Error no_such_model_instance();
[[nodiscard]] Error no_such_model_deployment();
[[nodiscard]] Error id_is_taken();

/// What was found, or the refusal.
template <class T>
[[nodiscard]] T required(std::optional<T> record, Error (*refusal)()) {
  if (!record) throw refusal();
  return std::move(*record);
}

/// Throws: `forbidden` if a record that is imported belongs to another account.
void require_own(const std::string& account_id, const Identity& identity);

}  // namespace modelreg::registry
