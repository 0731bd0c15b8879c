#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "modelreg/edition.hpp"
#include "modelreg/model_instance_view.hpp"
#include "modelreg/page.hpp"
#include "modelreg/sort_key.hpp"
#include "wire/refusal.hpp"

namespace modelreg::wire {

/// The query of a request, read by name. What is wrong with a value is kept in `violations`, so
/// that all of it can be answered at once.
class QueryParameters {
 public:
  explicit QueryParameters(std::vector<std::pair<std::string, std::string>> parameters)
      : parameters_(std::move(parameters)) {}

  /// `page` and `limit`.
  [[nodiscard]] PageRequest page();
  /// `sort_by`, any number of times, each FIELD:asc or FIELD:desc with a field of `Record` that the
  /// edition can sort by.
  template <class Record>
  [[nodiscard]] std::vector<SortKey> sort_by(Edition edition);
  /// `view`, any number of times.
  [[nodiscard]] ModelInstanceViews views();
  /// The last value of `name`; nothing if it is not there.
  [[nodiscard]] std::optional<std::string> text(std::string_view name);

  std::vector<LocatedViolation> violations;

 private:
  [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
  /// The values of a list: `name` any number of times, each value one or several joined by commas.
  [[nodiscard]] std::vector<std::string_view> elements(std::string_view name) const;
  /// The last value of `name` as an integer; of one outside 64 bits, the nearest.
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name);
  void add(Violation violation, std::optional<std::size_t> index = {}) {
    violations.push_back({"query", std::move(violation), index});
  }

  std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace modelreg::wire
