#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "modelreg/model_group.hpp"
#include "modelreg/page.hpp"
#include "storage/account_table.hpp"
#include "storage/statement.hpp"

namespace modelreg::storage {

/// Rows of `model_group`.
class ModelGroupTable {
 public:
  explicit ModelGroupTable(Connection& connection) : connection_(connection) {}

  /// False, with nothing stored, if the id is taken.
  [[nodiscard]] bool insert(const Account& account, const ModelGroup& group);
  /// Write what may change of a record: its name and its description.
  void update(const Account& account, const ModelGroup& group);
  /// Delete the row and empty the group; false if there is none.
  [[nodiscard]] bool erase(const Account& account, const ModelGroupId& id);

  [[nodiscard]] std::optional<std::int64_t> find_key(const Account& account,
                                                     const ModelGroupId& id);
  [[nodiscard]] std::optional<ModelGroup> find(const Account& account, const ModelGroupId& id);

  [[nodiscard]] std::int64_t count(const Account& account);
  [[nodiscard]] std::vector<ModelGroup> list(const Account& account, const PageRequest& request);
  /// The next rows in order of creation after the row with the key `after`, which moves on.
  [[nodiscard]] std::vector<ModelGroup> list_after(const Account& account, int limit,
                                                   std::int64_t& after);

 private:
  std::vector<ModelGroup> list(const Account& account, int limit, std::int64_t offset,
                               std::int64_t& after);

  Connection& connection_;
  Statement insert_{connection_, R"sql(
      INSERT INTO model_group (account, id, name, description, created_at, created_by_user_id)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      ON CONFLICT (account, id) DO NOTHING
  )sql"};
  Statement update_{connection_, R"sql(
      UPDATE model_group SET name = ?3, description = ?4 WHERE account = ?1 AND id = ?2
  )sql"};
  Statement erase_{connection_, "DELETE FROM model_group WHERE account = ?1 AND id = ?2"};
  Statement find_key_{connection_, "SELECT key FROM model_group WHERE account = ?1 AND id = ?2"};
  Statement find_{connection_, R"sql(
      SELECT key, name, description, id, created_at, created_by_user_id
      FROM model_group
      WHERE account = ?1 AND id = ?2
  )sql"};
  Statement count_{connection_, "SELECT count(*) FROM model_group WHERE account = ?1"};
  Statement list_{connection_, R"sql(
      SELECT key, name, description, id, created_at, created_by_user_id
      FROM model_group
      WHERE account = ?1 AND key > ?4
      ORDER BY key
      LIMIT ?2 OFFSET ?3
  )sql"};
};

}  // namespace modelreg::storage
