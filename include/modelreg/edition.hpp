#pragma once

#include <array>
#include <cstdint>

#include "modelreg/enum_text.hpp"

namespace modelreg {

/// Which state of the hosted platform's contract is spoken. A registry holds what either has.
enum class Edition : std::uint8_t {
  /// The documentation page, to the letter. A record with the vendor `VERTEX_AI` is answered with
  /// `OTHER` and one with a `display_name` without it; nothing is lost.
  documented = 1,
  /// What the platform's newest public client knows besides: the vendor `VERTEX_AI`, the
  /// `display_name` of a model instance, and more fields to sort lists by.
  current,
};

template <>
inline constexpr auto enum_texts<Edition> = std::to_array<EnumText<Edition>>({
    {Edition::documented, "documented"},
    {Edition::current, "current"},
});

}  // namespace modelreg
