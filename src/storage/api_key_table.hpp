#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modelreg/api_key.hpp"
#include "storage/account_table.hpp"
#include "storage/statement.hpp"

namespace modelreg::storage {

/// Rows of `api_key`.
class ApiKeyTable {
 public:
  explicit ApiKeyTable(Connection& connection) : connection_(connection) {}

  /// Who acts with a key, and what tells whether the key is good.
  struct Holder {
    std::int64_t account;
    std::string user_id;
    base::Digest digest;
    bool revoked;
  };

  void insert(const Account& account, const ApiKey& key, const base::Digest& digest);
  [[nodiscard]] std::optional<Holder> find(const std::string& id);
  [[nodiscard]] std::vector<ApiKey> list();
  /// Refuse the key from `now` on, unless it already is; false if there is no such key.
  [[nodiscard]] bool revoke(const std::string& id, Timestamp now);

 private:
  Connection& connection_;
  Statement insert_{connection_, R"sql(
      INSERT INTO api_key (id, account, user_id, label, digest, created_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
  )sql"};
  Statement find_{connection_, R"sql(
      SELECT account, user_id, digest, revoked_at IS NOT NULL FROM api_key WHERE id = ?1
  )sql"};
  Statement list_{connection_, R"sql(
      SELECT k.id, a.id, k.user_id, k.label, k.created_at, k.revoked_at
      FROM api_key k JOIN account a ON a.key = k.account
      ORDER BY k.key
  )sql"};
  Statement revoke_{connection_, R"sql(
      UPDATE api_key SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1
  )sql"};
};

}  // namespace modelreg::storage
