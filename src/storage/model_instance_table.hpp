#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "modelreg/query.hpp"
#include "storage/listing.hpp"
#include "storage/record_table.hpp"

namespace modelreg::storage {

/// Rows of `model_instance`, read together with their group, schemas and number of deployments.
/// The group is written by `ModelGroupMemberTable`.
class ModelInstanceTable : public RecordTable<ModelInstance> {
 public:
  ModelInstanceTable(Connection& connection, JsonDocumentTable& documents)
      : RecordTable(connection, documents), listings_(connection) {}

  [[nodiscard]] std::int64_t count(const Account& account, const ModelInstanceFilter& filter);
  [[nodiscard]] std::vector<ModelInstance> list(const Account& account,
                                                const ModelInstanceQuery& query);
  /// The keys of all rows that match, in the order of `query`.
  [[nodiscard]] std::vector<std::int64_t> keys(const Account& account,
                                               const ModelInstanceQuery& query);
  /// The row with this key, if it is there and matches.
  [[nodiscard]] std::optional<ModelInstance> find_at(const Account& account,
                                                     const ModelInstanceFilter& filter,
                                                     std::int64_t key);
  /// The next rows in order of creation after the row with the key `after`, which moves on.
  [[nodiscard]] std::vector<ModelInstance> list_after(const Account& account,
                                                      const ModelInstanceFilter& filter, int limit,
                                                      std::int64_t& after);

 private:
  std::vector<ModelInstance> list(const Account& account, const ModelInstanceQuery& query,
                                  std::int64_t& after);

  Listings listings_;
};

}  // namespace modelreg::storage
