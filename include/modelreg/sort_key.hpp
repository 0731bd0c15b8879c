#pragma once

#include <cstdint>
#include <string>

namespace modelreg {

enum class SortOrder : std::uint8_t { asc = 1, desc };

/// One field to sort a list by: any field of the record.
///
/// Texts, ids and enums are compared byte by byte as they are spelt, JSON objects as their text. A
/// record without a value for the field comes last in either order.
struct SortKey {
  std::string field = {};
  SortOrder order = SortOrder::asc;

  bool operator==(const SortKey&) const = default;
};

}  // namespace modelreg
