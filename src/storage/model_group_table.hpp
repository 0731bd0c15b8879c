#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "modelreg/page.hpp"
#include "modelreg/query.hpp"
#include "storage/listing.hpp"
#include "storage/record_table.hpp"

namespace modelreg::storage {

/// Rows of `model_group`.
class ModelGroupTable : public RecordTable<ModelGroup> {
 public:
  ModelGroupTable(Connection& connection, JsonDocumentTable& documents)
      : RecordTable(connection, documents), connection_(connection), listings_(connection) {}

  [[nodiscard]] std::int64_t count(const Account& account);
  [[nodiscard]] std::vector<ModelGroup> list(const Account& account, const PageRequest& request);
  [[nodiscard]] std::int64_t count(const Account& account, const ModelGroupFilter& filter);
  [[nodiscard]] std::vector<ModelGroup> list(const Account& account, const ModelGroupQuery& query);
  /// The keys of all rows that match, in the order of `query`.
  [[nodiscard]] std::vector<std::int64_t> keys(const Account& account,
                                               const ModelGroupQuery& query);
  /// The row with this key, if it is there and matches.
  [[nodiscard]] std::optional<ModelGroup> find_at(const Account& account,
                                                  const ModelGroupFilter& filter, std::int64_t key);
  /// The next rows in order of creation after the row with the key `after`, which moves on.
  [[nodiscard]] std::vector<ModelGroup> list_after(const Account& account, int limit,
                                                   std::int64_t& after);
  /// The same of those that match.
  [[nodiscard]] std::vector<ModelGroup> list_after(const Account& account,
                                                   const ModelGroupFilter& filter, int limit,
                                                   std::int64_t& after);

 private:
  std::vector<ModelGroup> list(const Account& account, int limit, std::int64_t offset,
                               std::int64_t& after);
  std::vector<ModelGroup> list(const Account& account, const ModelGroupQuery& query,
                               std::int64_t& after);

  Connection& connection_;
  Listings listings_;
  Statement count_{connection_, "SELECT count(*) FROM model_group WHERE account = ?1"};
  Statement list_{connection_, select_from<ModelGroup>("model_group g") +
                                   " WHERE g.account = ?1 AND g.key > ?4"
                                   " ORDER BY g.key LIMIT ?2 OFFSET ?3"};
};

}  // namespace modelreg::storage
