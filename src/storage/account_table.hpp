#pragma once

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

/// Rows of `account`. They are never deleted, so a key that was seen once stays true.
class AccountTable {
 public:
  explicit AccountTable(Connection& connection) : connection_(connection) {}

  [[nodiscard]] std::optional<Account> find(const std::string& id);
  [[nodiscard]] Account find_or_insert(const std::string& id);

  /// Forget the keys that a transaction, now taken back, may have made.
  void forget() { keys_.clear(); }

 private:
  Connection& connection_;
  std::unordered_map<std::string, std::int64_t> keys_;
  Statement find_{connection_, "SELECT key FROM account WHERE id = ?1"};
  Statement insert_{connection_, "INSERT INTO account (id) VALUES (?1)"};
};

}  // namespace modelreg::storage
