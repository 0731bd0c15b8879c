#pragma once

#include <string>
#include <string_view>

#include "modelreg/query.hpp"
#include "storage/statement.hpp"

/// The filters of a list that look at a column of its rows: each once, with the SQL before and
/// behind its parameter.
namespace modelreg::storage {

template <class Visit>
void each_condition(const ModelGroupFilter& filter, const Visit& visit) {
  visit(filter.name, "g.name = ", "");
  visit(filter.name_contains, "instr(lower(g.name), lower(", ")) > 0");
}

template <class Visit>
void each_condition(const ModelInstanceFilter& filter, const Visit& visit) {
  visit(filter.name, "i.name = ", "");
  visit(filter.name_contains, "instr(lower(i.name), lower(", ")) > 0");
  visit(filter.model_vendor, "i.model_vendor = ", "");
  visit(filter.base_model_id, "i.base_model_id = ", "");
  visit(filter.created_after, "i.created_at > ", "");
  visit(filter.created_before, "i.created_at < ", "");
}

/// The SQL of the filters that are set. Their parameters are `first` and those behind it.
template <class Filter>
[[nodiscard]] std::string conditions_of(const Filter& filter, int first) {
  std::string sql;
  each_condition(filter, [&](const auto& value, std::string_view before, std::string_view behind) {
    if (!value) return;
    sql.append(" AND ").append(before).append("?").append(std::to_string(first++)).append(behind);
  });
  return sql;
}

/// Bind the filters that are set behind what is bound. They must stay as long as `execution`.
template <class Filter>
void bind_conditions(const Filter& filter, Execution& execution) {
  each_condition(filter, [&](const auto& value, std::string_view, std::string_view) {
    if (value) execution.bind_next(*value);
  });
}

}  // namespace modelreg::storage
