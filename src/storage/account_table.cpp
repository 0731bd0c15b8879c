#include "storage/account_table.hpp"

namespace modelreg::storage {

std::optional<Account> AccountTable::find(const std::string& id) {
  if (const auto known = keys_.find(id); known != keys_.end()) return Account{known->second, id};
  const auto key = find_.start(id).key();
  if (!key) return std::nullopt;
  keys_.emplace(id, *key);
  return Account{*key, id};
}

Account AccountTable::find_or_insert(const std::string& id) {
  if (const auto account = find(id)) return *account;
  insert_.run(id);
  return *find(id);
}

}  // namespace modelreg::storage
