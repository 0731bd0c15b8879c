#pragma once

#include <cstdlib>

namespace modelreg::test {

/// End the process, which a fuzzer notices, unless `holds`.
inline void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace modelreg::test
