#include "storage/account_table.hpp"

namespace modelreg::storage {

std::optional<Account> AccountTable::find(const std::string& id) {
  if (const auto known = keys_.find(id); known != keys_.end()) return Account{known->second, id};
  auto row = find_.start(id);
  if (!row.step()) return std::nullopt;
  std::int64_t key = 0;
  row.read_all(key);
  keys_.emplace(id, key);
  return Account{key, id};
}

Account AccountTable::find_or_insert(const std::string& id) {
  if (const auto account = find(id)) return *account;
  insert_.run(id);
  return *find(id);
}

}  // namespace modelreg::storage
