#pragma once

#include <optional>
#include <utility>

#include "modelreg/identity.hpp"
#include "registry/changing.hpp"
#include "storage/store.hpp"

namespace modelreg::registry {

/// A record with what the caller gave, an id, a timestamp and an owner.
template <class Record, class NewRecord>
[[nodiscard]] Record new_record(storage::Store& store, const Identity& identity,
                                const NewRecord& given) {
  Record record = record_of<Record>(given);
  record.id = given.id ? *given.id : Id<Record>(store.new_id());
  record.created_at = store.now();
  record.account_id = identity.account_id;
  record.created_by_user_id = identity.user_id;
  return record;
}

/// The record alone, without its key.
template <class Record>
[[nodiscard]] std::optional<Record> record_in(std::optional<storage::Stored<Record>> stored) {
  if (!stored) return std::nullopt;
  return std::move(stored->record);
}

}  // namespace modelreg::registry
