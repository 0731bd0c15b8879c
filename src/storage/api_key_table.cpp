#include "storage/api_key_table.hpp"

namespace modelreg::storage {

void ApiKeyTable::insert(const Account& account, const ApiKey& key, const base::Digest& digest) {
  insert_.run(key.id, account.key, key.user_id, key.label, digest, key.created_at);
}

std::optional<ApiKeyTable::Holder> ApiKeyTable::find(const std::string& id) {
  auto row = find_.start(id);
  if (!row.step()) return std::nullopt;
  Holder holder{};
  row.read_all(holder.account, holder.user_id, holder.digest, holder.revoked);
  return holder;
}

std::vector<ApiKey> ApiKeyTable::list() {
  std::vector<ApiKey> keys;
  auto row = list_.start();
  while (row.step()) {
    ApiKey& key = keys.emplace_back();
    row.read_all(key.id, key.account_id, key.user_id, key.label, key.created_at, key.revoked_at);
  }
  return keys;
}

bool ApiKeyTable::revoke(const std::string& id, Timestamp now) { return revoke_.run(id, now) == 1; }

}  // namespace modelreg::storage
