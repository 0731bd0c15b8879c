#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "modelreg/model_deployment.hpp"
#include "modelreg/query.hpp"
#include "storage/account_table.hpp"
#include "storage/listing.hpp"
#include "storage/statement.hpp"

namespace modelreg::storage {

[[nodiscard]] std::span<const SortTerm> model_deployment_sort_terms();

/// Rows of `model_deployment`.
class ModelDeploymentTable {
 public:
  explicit ModelDeploymentTable(Connection& connection);

  /// False, with nothing stored, if the id is taken.
  [[nodiscard]] bool insert(const Account& account, std::int64_t model_instance,
                            const ModelDeployment& deployment);
  /// Write what may change of a record: its name and its JSON objects.
  void update(const Account& account, const ModelDeployment& deployment);
  /// False if there is no such row.
  [[nodiscard]] bool erase(const Account& account, const ModelDeploymentId& id);

  [[nodiscard]] std::optional<ModelDeployment> find(const Account& account,
                                                    const ModelDeploymentId& id);

  [[nodiscard]] std::int64_t count(const Account& account, const ModelDeploymentFilter& filter);
  [[nodiscard]] std::vector<ModelDeployment> list(const Account& account,
                                                  const ModelDeploymentQuery& query);
  /// The next rows in order of creation after the row with the key `after`, which moves on.
  [[nodiscard]] std::vector<ModelDeployment> list_after(const Account& account,
                                                        const ModelDeploymentFilter& filter,
                                                        int limit, std::int64_t& after);

 private:
  std::vector<ModelDeployment> list(const Account& account, const ModelDeploymentQuery& query,
                                    std::int64_t& after);

  Listings listings_;
  Statement insert_;
  Statement update_;
  Statement erase_;
  Statement find_;
};

}  // namespace modelreg::storage
