#pragma once

#include <string_view>
#include <vector>

#include "modelreg/error.hpp"
#include "modelreg/sort_key.hpp"

namespace modelreg::registry {

/// The fields that a list of `Record`, a ModelGroup, a ModelInstance or a ModelDeployment, can be
/// sorted by, in their order.
template <class Record>
[[nodiscard]] const std::vector<std::string_view>& sortable_fields();

/// A violation for each key that names no field to sort by.
template <class Record>
[[nodiscard]] std::vector<Violation> validate_sort_keys(const std::vector<SortKey>& keys);

}  // namespace modelreg::registry
