#include "storage/model_deployment_table.hpp"

#include <string>

namespace modelreg::storage {
namespace {

// Parameters: ?1 account, ?2 instance id, ?3 limit, ?4 offset, and ?5 the key to go on after.
std::string source_of(const ModelDeploymentFilter& filter) {
  return filter.model_instance_id
             ? " FROM model_deployment d WHERE d.model_instance ="
               " (SELECT key FROM model_instance WHERE account = ?1 AND id = ?2)"
             : " FROM model_deployment d WHERE d.account = ?1";
}

std::string page_sql(const ModelDeploymentQuery& query) {
  return "SELECT d.key" + source_of(query) + " AND d.key > ?5" +
         order_by(sort_terms<ModelDeployment>(), query.sort_by, "d.key") + " LIMIT ?3 OFFSET ?4";
}

/// The deployment with the key ?5.
std::string one_sql(const ModelDeploymentFilter& filter) {
  return "SELECT d.key" + source_of(filter) + " AND d.key = ?5 LIMIT ?3 OFFSET ?4";
}

std::string records_of(const std::string& page) {
  return select_from<ModelDeployment>(rows_of_page(page, "model_deployment", "d"));
}

}  // namespace

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
  auto rows =
      listings_.prepared(records_of(page_sql(query)))
          .start(account.key, query.model_instance_id, query.limit, offset_of(query), after);
  return read_all(account, rows, after);
}

std::vector<std::int64_t> ModelDeploymentTable::keys(const Account& account,
                                                     const ModelDeploymentQuery& query) {
  auto rows = listings_.prepared(page_sql(query))
                  .start(account.key, query.model_instance_id, no_limit, 0, 0);
  return keys_in(rows);
}

std::optional<ModelDeployment> ModelDeploymentTable::find_at(const Account& account,
                                                             const ModelDeploymentFilter& filter,
                                                             std::int64_t key) {
  auto row = listings_.prepared(records_of(one_sql(filter)))
                 .start(account.key, filter.model_instance_id, 1, 0, key);
  return read_one(account, row);
}

}  // namespace modelreg::storage
