#pragma once

#include <string>
#include <vector>

#include "modelreg/options.hpp"

namespace modelreg::storage {

class Connection;

/// What SQLite finds wrong with pages, indexes and constraints, at most 100 lines.
[[nodiscard]] std::vector<std::string> integrity_findings(Connection& connection);

/// The rows that refer to one that is not there, at most 100 lines.
[[nodiscard]] std::vector<std::string> reference_findings(Connection& connection);

/// Throws: `storage` if there is damage, as far as `extent` looks for it.
void verify(Connection& connection, Verify extent);

}  // namespace modelreg::storage
