#pragma once

#include <cstdint>
#include <vector>

#include "modelreg/page.hpp"
#include "storage/record_table.hpp"

namespace modelreg::storage {

/// Rows of `model_group`.
class ModelGroupTable : public RecordTable<ModelGroup> {
 public:
  ModelGroupTable(Connection& connection, JsonDocumentTable& documents)
      : RecordTable(connection, documents), connection_(connection) {}

  [[nodiscard]] std::int64_t count(const Account& account);
  [[nodiscard]] std::vector<ModelGroup> list(const Account& account, const PageRequest& request);
  /// The next rows in order of creation after the row with the key `after`, which moves on.
  [[nodiscard]] std::vector<ModelGroup> list_after(const Account& account, int limit,
                                                   std::int64_t& after);

 private:
  std::vector<ModelGroup> list(const Account& account, int limit, std::int64_t offset,
                               std::int64_t& after);

  Connection& connection_;
  Statement count_{connection_, "SELECT count(*) FROM model_group WHERE account = ?1"};
  Statement list_{connection_, select_from<ModelGroup>("model_group g") +
                                   " WHERE g.account = ?1 AND g.key > ?4"
                                   " ORDER BY g.key LIMIT ?2 OFFSET ?3"};
};

}  // namespace modelreg::storage
