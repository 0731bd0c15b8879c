#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "modelreg/model_instance.hpp"
#include "modelreg/query.hpp"
#include "storage/account_table.hpp"
#include "storage/json_document_table.hpp"
#include "storage/statement.hpp"

namespace modelreg::storage {

/// An instance and the keys under which other tables know it and its group.
struct StoredModelInstance {
  std::int64_t key = 0;
  std::optional<std::int64_t> model_group = {};
  ModelInstance record = {};
};

/// Rows of `model_instance`, read together with their group, schemas and number of deployments.
class ModelInstanceTable {
 public:
  ModelInstanceTable(Connection& connection, JsonDocumentTable& documents);

  /// The key of the new row; none, with nothing stored, if the id is taken. The group is not stored
  /// here but in `model_group_member`.
  [[nodiscard]] std::optional<std::int64_t> insert(const Account& account,
                                                   const ModelInstance& instance);

  [[nodiscard]] std::optional<std::int64_t> find_key(const Account& account,
                                                     const ModelInstanceId& id);
  [[nodiscard]] std::optional<StoredModelInstance> find(const Account& account,
                                                        const ModelInstanceId& id);

  [[nodiscard]] std::int64_t count(const Account& account, const ModelInstanceQuery& query);
  [[nodiscard]] std::vector<ModelInstance> list(const Account& account,
                                                const ModelInstanceQuery& query);

 private:
  StoredModelInstance read(const Account& account, const Execution& row);
  Statement& listing(const std::string& sql);

  Connection& connection_;
  JsonDocumentTable& documents_;
  Statement insert_;
  Statement find_key_;
  Statement find_;
  Statement get_;
  std::map<std::string, Statement> listings_;  // by their SQL: one for each form of a query
};

}  // namespace modelreg::storage
