#pragma once

#include <cstdint>

#include "modelreg/page.hpp"

namespace modelreg::storage {

/// How many rows stand before the page.
[[nodiscard]] constexpr std::int64_t offset_of(const PageRequest& request) {
  return (std::int64_t{request.page} - 1) * request.limit;
}

}  // namespace modelreg::storage
