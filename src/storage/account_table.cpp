#include "storage/account_table.hpp"

#include "modelreg/error.hpp"

namespace modelreg::storage {
namespace {

/// A service may see millions of accounts, one after the other.
constexpr std::size_t most_account_bytes = 1 << 20;
constexpr std::size_t bytes_beside_id = 200;

}  // namespace

std::optional<Account> AccountTable::find(const std::string& id) {
  if (const auto known = keys_.find(id); known != keys_.end()) return Account{known->second, id};
  const auto key = find_.start(id).key();
  if (!key) return std::nullopt;
  keep(id, *key);
  return Account{*key, id};
}

Account AccountTable::get(std::int64_t key) {
  if (const auto known = ids_.find(key); known != ids_.end()) return {key, *known->second};
  auto row = get_.start(key);
  if (!row.step()) throw Error(ErrorCode::storage, "the file is damaged: an account is missing");
  std::string id;
  row.read_all(id);
  return keep(id, key);
}

Account AccountTable::keep(const std::string& id, std::int64_t key) {
  const std::size_t bytes = id.size() + bytes_beside_id;
  if (kept_bytes_ + bytes > most_account_bytes) forget();
  kept_bytes_ += bytes;
  const std::string& kept = keys_.emplace(id, key).first->first;
  ids_.emplace(key, &kept);
  return {key, kept};
}

Account AccountTable::find_or_insert(const std::string& id) {
  if (const auto account = find(id)) return *account;
  insert_.run(id);
  return *find(id);
}

}  // namespace modelreg::storage
