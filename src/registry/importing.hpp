#pragma once

#include <optional>
#include <utility>

#include "modelreg/error.hpp"
#include "modelreg/if_taken.hpp"
#include "registry/refusals.hpp"
#include "registry/validation.hpp"

/// What the imports of all records have in common.
namespace modelreg::registry {

/// Throws: `invalid_argument` if `choice` is none of its values.
template <TextEnum Choice>
void require_known(Choice choice, const char *called) {
  if (!to_string(choice).empty()) return;
  throw Error({{called, one_of_its_values<Choice>(), "enum"}});
}

/// Import `record`, whose id `stored` has, if there is such a one: `create` stores it, `replace`
/// puts it in the place of what is stored.
template <class Record, class Create, class Replace>
Imported<Record> import_record(const Record &record, std::optional<Record> stored, IfTaken if_taken,
                               const Create &create, const Replace &replace) {
  if (!stored) {
    create();
    return {record, ImportOutcome::created};
  }
  if (if_taken == IfTaken::refuse) throw id_is_taken();
  if (if_taken == IfTaken::skip || *stored == record) {
    return {std::move(*stored), ImportOutcome::unchanged};
  }
  replace(*stored);
  return {record, ImportOutcome::updated};
}

}  // namespace modelreg::registry
