#pragma once

#include <optional>

#include "modelreg/change.hpp"

namespace modelreg::registry {

/// Do to a required field what the change says. That it is not cleared was validated.
template <class T>
void apply(const Change<T>& change, T& field) {
  if (change.value()) field = *change.value();
}

/// Do to an optional field what the change says.
template <class T>
void apply(const Change<T>& change, std::optional<T>& field) {
  if (!change.keeps()) field = change.value();
}

}  // namespace modelreg::registry
