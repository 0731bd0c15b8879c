#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "storage/statement.hpp"

namespace modelreg::storage {

/// An account as the other tables refer to it.
struct Account {
  std::int64_t key;
  const std::string& id;
};

/// Rows of `account`. The library never deletes one, so a key that was seen once is kept until
/// somebody else changes the file, or until there are too many of them.
class AccountTable {
 public:
  explicit AccountTable(Connection& connection) : connection_(connection) {}

  /// What is returned refers to `id`.
  [[nodiscard]] std::optional<Account> find(const std::string& id);
  [[nodiscard]] Account find_or_insert(const std::string& id);

  /// The account with that key, which another row refers to. Good until the next call.
  [[nodiscard]] Account get(std::int64_t key);

  /// Forget the keys: a transaction that made some was rolled back, or others changed the file.
  void forget() {
    ids_.clear();
    keys_.clear();
    kept_bytes_ = 0;
  }

 private:
  Account keep(const std::string& id, std::int64_t key);

  std::size_t kept_bytes_ = 0;

  Connection& connection_;
  std::unordered_map<std::string, std::int64_t> keys_;
  std::unordered_map<std::int64_t, const std::string*> ids_;  // those that are the keys of `keys_`
  Statement find_{connection_, "SELECT key FROM account WHERE id = ?1"};
  Statement get_{connection_, "SELECT id FROM account WHERE key = ?1"};
  Statement insert_{connection_, "INSERT INTO account (id) VALUES (?1)"};
};

}  // namespace modelreg::storage
