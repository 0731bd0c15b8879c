#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "modelreg/model_instance_view.hpp"
#include "modelreg/model_type.hpp"
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
  /// `sort_by`, any number of times, each FIELD:asc or FIELD:desc with a field of `Record`.
  template <class Record>
  [[nodiscard]] std::vector<SortKey> sort_by();
  /// `view`, any number of times.
  [[nodiscard]] ModelInstanceViews views();
  [[nodiscard]] std::optional<ModelType> model_type();
  /// The last value of `name`; nothing if it is not there.
  [[nodiscard]] std::optional<std::string> text(std::string_view name);

  std::vector<LocatedViolation> violations;

 private:
  [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
  void read_integer(std::string_view name, int& value);
  void add(Violation violation) { violations.push_back({"query", std::move(violation)}); }

  std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace modelreg::wire
