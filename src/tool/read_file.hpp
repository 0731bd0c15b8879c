#pragma once

#include <string>

namespace modelreg::tool {

/// The bytes of a file; of `-`, those of the standard input. Throws: `not_found` if it cannot be
/// read.
[[nodiscard]] std::string read_file(const std::string& path);

}  // namespace modelreg::tool
