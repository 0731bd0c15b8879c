#pragma once

#include <cstdint>
#include <vector>

namespace modelreg {

/// Which part of a list is wanted.
struct PageRequest {
  std::int64_t page = 1;  ///< From 1.
  int limit = 100;        ///< Items per page, 1 to 10,000.
  /// Whether the whole list is counted. Of a long list that takes longer than one of its pages.
  bool with_total = true;
};

/// One part of a list. A page beyond the end has no items.
template <class T>
struct Page {
  std::vector<T> items = {};          ///< In the order that the list was asked in.
  std::int64_t current_page = 1;      ///< From 1.
  int items_per_page = 100;           ///< The limit that was asked for, not `items.size()`.
  std::int64_t total_item_count = 0;  ///< Of the whole list, or `not_counted`.

  /// What the total is if it was not asked for. JSON text of such a page is none of the platform's,
  /// and reading it is refused.
  static constexpr std::int64_t not_counted = -1;

  bool operator==(const Page&) const = default;
};

}  // namespace modelreg
