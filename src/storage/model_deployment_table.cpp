#include "storage/model_deployment_table.hpp"

#include <array>
#include <string>

namespace modelreg::storage {
namespace {

constexpr const char* insert_deployment = R"sql(
    INSERT INTO model_deployment (
      account, id, model_instance, name, model_endpoint_id, model_creation_parameters,
      vendor_configuration, deployment_metadata, created_at, created_by_user_id, status)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
    ON CONFLICT (account, id) DO NOTHING
)sql";

constexpr const char* update_deployment = R"sql(
    UPDATE model_deployment
    SET name = ?3, model_creation_parameters = ?4, vendor_configuration = ?5,
      deployment_metadata = ?6
    WHERE account = ?1 AND id = ?2
)sql";

/// Whole deployments from `source`, which names their rows d.
std::string select_from(const std::string& source) {
  return R"sql(
    SELECT d.key, d.id, i.id, d.name, d.model_endpoint_id, d.model_creation_parameters,
      d.vendor_configuration, d.deployment_metadata, d.created_at, d.created_by_user_id, d.status
    FROM )sql" +
         source + R"sql(
    CROSS JOIN model_instance i ON i.key = d.model_instance
  )sql";
}

constexpr auto sort_terms = std::to_array<SortTerm>({
    {"name", "d.name"},
    {"model_instance_id", "(SELECT i.id FROM model_instance i WHERE i.key = d.model_instance)"},
    {"model_endpoint_id", "d.model_endpoint_id"},
    {"id", "d.id"},
    {"created_at", "d.created_at"},
    {"account_id", "d.account"},  // the same for all
    {"created_by_user_id", "d.created_by_user_id"},
    {"status", "d.status"},
});

// Parameters: ?1 account, ?2 instance id, ?3 limit, ?4 offset, and ?5 the key to go on after.
std::string source_of(const ModelDeploymentFilter& filter) {
  return filter.model_instance_id
             ? " FROM model_deployment d WHERE d.model_instance ="
               " (SELECT key FROM model_instance WHERE account = ?1 AND id = ?2)"
             : " FROM model_deployment d WHERE d.account = ?1";
}

ModelDeployment read(const Account& account, const Execution& row, std::int64_t& key) {
  ModelDeployment deployment;
  row.read_all(key, deployment.id, deployment.model_instance_id, deployment.name,
               deployment.model_endpoint_id, deployment.model_creation_parameters,
               deployment.vendor_configuration, deployment.deployment_metadata,
               deployment.created_at, deployment.created_by_user_id, deployment.status);
  deployment.account_id = account.id;
  return deployment;
}

}  // namespace

std::span<const SortTerm> model_deployment_sort_terms() { return sort_terms; }

ModelDeploymentTable::ModelDeploymentTable(Connection& connection)
    : listings_(connection),
      insert_(connection, insert_deployment),
      update_(connection, update_deployment),
      erase_(connection, "DELETE FROM model_deployment WHERE account = ?1 AND id = ?2"),
      find_(connection, select_from("model_deployment d") + "WHERE d.account = ?1 AND d.id = ?2") {}

bool ModelDeploymentTable::insert(const Account& account, std::int64_t model_instance,
                                  const ModelDeployment& deployment) {
  return insert_.run(account.key, deployment.id, model_instance, deployment.name,
                     deployment.model_endpoint_id, deployment.model_creation_parameters,
                     deployment.vendor_configuration, deployment.deployment_metadata,
                     deployment.created_at, deployment.created_by_user_id, deployment.status) == 1;
}

void ModelDeploymentTable::update(const Account& account, const ModelDeployment& deployment) {
  update_.run(account.key, deployment.id, deployment.name, deployment.model_creation_parameters,
              deployment.vendor_configuration, deployment.deployment_metadata);
}

bool ModelDeploymentTable::erase(const Account& account, const ModelDeploymentId& id) {
  return erase_.run(account.key, id) == 1;
}

std::optional<ModelDeployment> ModelDeploymentTable::find(const Account& account,
                                                          const ModelDeploymentId& id) {
  auto row = find_.start(account.key, id);
  if (!row.step()) return std::nullopt;
  std::int64_t key = 0;
  return read(account, row, key);
}

std::int64_t ModelDeploymentTable::count(const Account& account,
                                         const ModelDeploymentFilter& filter) {
  return listings_.prepared("SELECT count(*)" + source_of(filter) + " LIMIT ?3 OFFSET ?4")
      .start(account.key, filter.model_instance_id, 1, 0)
      .key()
      .value();
}

std::vector<ModelDeployment> ModelDeploymentTable::list(const Account& account,
                                                        const ModelDeploymentQuery& query) {
  std::int64_t from_the_start = 0;
  return list(account, query, from_the_start);
}

std::vector<ModelDeployment> ModelDeploymentTable::list_after(const Account& account,
                                                              const ModelDeploymentFilter& filter,
                                                              int limit, std::int64_t& after) {
  return list(account, {{.limit = limit}, filter}, after);
}

std::vector<ModelDeployment> ModelDeploymentTable::list(const Account& account,
                                                        const ModelDeploymentQuery& query,
                                                        std::int64_t& after) {
  const std::string page = "SELECT d.key" + source_of(query) + " AND d.key > ?5" +
                           order_by(sort_terms, query.sort_by, "d.key") + " LIMIT ?3 OFFSET ?4";
  auto row = listings_.prepared(select_from(rows_of_page(page, "model_deployment", "d")))
                 .start(account.key, query.model_instance_id, query.limit, offset_of(query), after);
  std::vector<ModelDeployment> deployments;
  while (row.step()) deployments.push_back(read(account, row, after));
  return deployments;
}

}  // namespace modelreg::storage
