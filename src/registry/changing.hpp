#pragma once

#include <optional>

#include "base/fields.hpp"
#include "modelreg/change.hpp"

namespace modelreg::registry {

/// Do to a required field what the change says. That it is not cleared was validated.
template <class T>
void apply(const Change<T>& change, T& field) {
  if (change.value()) field = *change.value();
}

/// Do to an optional field what the change says.
template <class T>
void apply(const Change<T>& change, std::optional<T>& field) {
  if (!change.keeps()) field = change.value();
}

/// Do to each field of `record` what the changes say.
template <class Changes, class Record>
void apply_all(const Changes& changes, Record& record) {
  base::each_creatable_field(
      [](const base::Field&, const auto& change, auto& field) { apply(change, field); }, changes,
      record);
}

/// A record with each field that the caller gave; the others are the registry's to fill in.
template <class Record, class NewRecord>
[[nodiscard]] Record record_of(const NewRecord& given) {
  Record record{};
  base::each_creatable_field(
      [](const base::Field&, const auto& value, auto& field) { field = value; }, given, record);
  return record;
}

}  // namespace modelreg::registry
