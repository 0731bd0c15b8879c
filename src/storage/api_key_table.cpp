#include "storage/api_key_table.hpp"

namespace modelreg::storage {
namespace {

ApiKeyTable::Stored read(const Execution& row) {
  ApiKeyTable::Stored stored{};
  ApiKey& key = stored.key;
  row.read_all(key.id, key.account_id, key.user_id, key.label, key.created_at, key.revoked_at,
               stored.digest);
  return stored;
}

}  // namespace

void ApiKeyTable::insert(const Account& account, const ApiKey& key, const Digest& digest) {
  insert_.run(key.id, account.key, key.user_id, key.label, digest, key.created_at);
}

std::optional<ApiKeyTable::Stored> ApiKeyTable::find(const std::string& id) {
  auto row = find_.start(id);
  if (!row.step()) return std::nullopt;
  return read(row);
}

std::vector<ApiKey> ApiKeyTable::list() {
  std::vector<ApiKey> keys;
  auto row = list_.start();
  while (row.step()) keys.push_back(read(row).key);
  return keys;
}

bool ApiKeyTable::revoke(const std::string& id, Timestamp now) { return revoke_.run(id, now) == 1; }

}  // namespace modelreg::storage
