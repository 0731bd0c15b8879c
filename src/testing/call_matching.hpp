#pragma once

#include <string>

#include "modelreg/testing/journal.hpp"

namespace modelreg::testing {

/// Whether `asked` is what a test expects.
[[nodiscard]] bool meets(const Call& expected, const Call& asked);
/// How much they have in common.
[[nodiscard]] int likeness(const Call& expected, const Call& asked);
/// The first thing in which they differ.
[[nodiscard]] std::string difference(const Call& expected, const Call& asked);

}  // namespace modelreg::testing
