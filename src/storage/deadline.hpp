#pragma once

#include <algorithm>
#include <chrono>

namespace modelreg::storage {

/// The moment `timeout` after `start`. One that is longer than the clock can tell is at its end.
[[nodiscard]] inline std::chrono::steady_clock::time_point time_after(
    std::chrono::steady_clock::time_point start, std::chrono::milliseconds timeout) noexcept {
  using std::chrono::steady_clock;
  const auto most =
      std::chrono::floor<std::chrono::milliseconds>(steady_clock::time_point::max() - start);
  if (timeout > most) return steady_clock::time_point::max();
  return start + std::max(timeout, std::chrono::milliseconds(0));
}

}  // namespace modelreg::storage
