#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "modelreg/page.hpp"
#include "storage/account_table.hpp"
#include "storage/statement.hpp"

namespace modelreg::storage {

/// Rows of `model_group_member`: which instance is in which group, all of them by key.
class ModelGroupMemberTable {
 public:
  explicit ModelGroupMemberTable(Connection& connection) : connection_(connection) {}

  /// The group that the instance is in.
  [[nodiscard]] std::optional<std::int64_t> group_of(std::int64_t model_instance);
  /// Put the instance into the group, out of any other.
  void put(const Account& account, std::int64_t model_instance, std::int64_t model_group);
  /// Take the instance out of its group.
  void erase(std::int64_t model_instance);

 private:
  Connection& connection_;
  Statement group_of_{connection_,
                      "SELECT model_group FROM model_group_member WHERE model_instance = ?1"};
  Statement put_{connection_, R"sql(
      INSERT INTO model_group_member (model_instance, model_group, account)
      VALUES (?1, ?2, ?3)
      ON CONFLICT (model_instance) DO UPDATE SET model_group = excluded.model_group
  )sql"};
  Statement erase_{connection_, "DELETE FROM model_group_member WHERE model_instance = ?1"};
};

}  // namespace modelreg::storage
