#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace modelreg::wire {

/// The target of a request, taken apart and percent-decoded.
struct Target {
  std::vector<std::string> segments;  ///< Of the path: `/v4/models` has two. `%2F` divides nothing.
  std::vector<std::pair<std::string, std::string>> query;  ///< In order, repeated names included.
};

/// A slash at the end of the path changes nothing. What is no percent-encoding stays as it is.
[[nodiscard]] Target parse_target(std::string_view target);

}  // namespace modelreg::wire
