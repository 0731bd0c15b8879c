#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "modelreg/query.hpp"
#include "storage/listing.hpp"
#include "storage/record_table.hpp"

namespace modelreg::storage {

/// Rows of `model_deployment`, read together with the id of their instance.
class ModelDeploymentTable : public RecordTable<ModelDeployment> {
 public:
  ModelDeploymentTable(Connection& connection, JsonDocumentTable& documents)
      : RecordTable(connection, documents), listings_(connection) {}

  [[nodiscard]] std::int64_t count(const Account& account, const ModelDeploymentFilter& filter);
  [[nodiscard]] std::vector<ModelDeployment> list(const Account& account,
                                                  const ModelDeploymentQuery& query);
  /// The keys of all rows that match, in the order of `query`.
  [[nodiscard]] std::vector<std::int64_t> keys(const Account& account,
                                               const ModelDeploymentQuery& query);
  /// The row with this key, if it is there and matches.
  [[nodiscard]] std::optional<ModelDeployment> find_at(const Account& account,
                                                       const ModelDeploymentFilter& filter,
                                                       std::int64_t key);
  /// The next rows in order of creation after the row with the key `after`, which moves on.
  [[nodiscard]] std::vector<ModelDeployment> list_after(const Account& account,
                                                        const ModelDeploymentFilter& filter,
                                                        int limit, std::int64_t& after);

 private:
  std::vector<ModelDeployment> list(const Account& account, const ModelDeploymentQuery& query,
                                    std::int64_t& after);

  Listings listings_;
};

}  // namespace modelreg::storage
