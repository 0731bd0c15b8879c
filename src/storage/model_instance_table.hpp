#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "modelreg/model_instance.hpp"
#include "modelreg/query.hpp"
#include "storage/account_table.hpp"
#include "storage/json_document_table.hpp"
#include "storage/listing.hpp"
#include "storage/statement.hpp"

namespace modelreg::storage {

/// An instance and the key under which other tables know it.
struct StoredModelInstance {
  std::int64_t key = 0;
  ModelInstance record = {};
};

/// Rows of `model_instance`, read together with their group, schemas and number of deployments.
/// The group is written by `ModelGroupMemberTable`.
class ModelInstanceTable {
 public:
  ModelInstanceTable(Connection& connection, JsonDocumentTable& documents);

  /// The key of the new row; none, with nothing stored, if the id is taken.
  [[nodiscard]] std::optional<std::int64_t> insert(const Account& account,
                                                   const ModelInstance& instance);
  /// Write what may change of a record: all but its id, owner and moment of creation.
  void update(std::int64_t key, const ModelInstance& instance);
  /// Delete the row, its deployments and its place in a group; false if there is none.
  [[nodiscard]] bool erase(const Account& account, const ModelInstanceId& id);

  [[nodiscard]] std::optional<std::int64_t> find_key(const Account& account,
                                                     const ModelInstanceId& id);
  [[nodiscard]] std::optional<StoredModelInstance> find(const Account& account,
                                                        const ModelInstanceId& id);

  [[nodiscard]] std::int64_t count(const Account& account, const ModelInstanceFilter& filter);
  [[nodiscard]] std::vector<ModelInstance> list(const Account& account,
                                                const ModelInstanceQuery& query);
  /// The next rows in order of creation after the row with the key `after`, which moves on.
  [[nodiscard]] std::vector<ModelInstance> list_after(const Account& account,
                                                      const ModelInstanceFilter& filter, int limit,
                                                      std::int64_t& after);

 private:
  std::vector<ModelInstance> list(const Account& account, const ModelInstanceQuery& query,
                                  std::int64_t& after);
  void read(const Account& account, const Execution& row, StoredModelInstance& stored);

  Connection& connection_;
  JsonDocumentTable& documents_;
  Listings listings_;
  Statement insert_;
  Statement update_;
  Statement erase_;
  Statement find_key_;
  Statement find_;
};

}  // namespace modelreg::storage
