#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/exchange.hpp"

namespace modelreg::wire {

using Endpoint = std::string (*)(Exchange&);

/// Where a request goes.
struct Match {
  Endpoint endpoint = nullptr;   ///< None, if no route has this path and method.
  std::vector<std::string> ids;  ///< What the path has in place of its parameters, in order.
  std::string allowed_methods;   ///< Of the path, for `Allow`; empty if there is no such path.
};

/// Find the route of a path, given as its segments. `HEAD` goes where `GET` goes.
[[nodiscard]] Match match_route(std::string_view method, const std::vector<std::string>& segments);

}  // namespace modelreg::wire
