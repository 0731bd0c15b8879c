#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "modelreg/options.hpp"

namespace modelreg::storage {

class Connection;

/// How many rows the database has; 0 if the damage is too great to count them.
[[nodiscard]] std::size_t count_rows(Connection& connection);

/// About how many of the database's operations it takes to look for damage in a row.
inline constexpr std::size_t operations_per_row = 100;

/// What SQLite finds wrong with pages, indexes and constraints, at most 100 lines.
[[nodiscard]] std::vector<std::string> integrity_findings(Connection& connection);

/// The rows that refer to one that is not there, at most 100 lines.
[[nodiscard]] std::vector<std::string> reference_findings(Connection& connection);

/// Throws: `storage` if there is damage, as far as `extent` looks for it.
void verify(Connection& connection, Verify extent);

}  // namespace modelreg::storage
