#pragma once

#include <string>
#include <vector>

namespace modelreg {

/// What `Registry::check` found, each finding one line of English. Empty lists are good news.
struct CheckReport {
  /// Damaged pages, indexes that lack rows, rows that break a constraint; at most 100.
  std::vector<std::string> integrity = {};
  /// Rows that refer to one that is not there; at most 100.
  std::vector<std::string> references = {};
  /// Tables and indexes that are missing, are other than this library makes them, or are none of a
  /// registry's.
  std::vector<std::string> drift = {};

  [[nodiscard]] bool sound() const noexcept {
    return integrity.empty() && references.empty() && drift.empty();
  }

  bool operator==(const CheckReport&) const = default;
};

}  // namespace modelreg
