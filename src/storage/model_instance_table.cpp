#include "storage/model_instance_table.hpp"

#include "storage/paging.hpp"

namespace modelreg::storage {
namespace {

constexpr const char* insert_instance = R"sql(
    INSERT INTO model_instance (
      account, id, name, model_vendor, model_type, base_model_id, base_model_metadata,
      model_creation_parameters, model_card, training_data_card, description, model_template_id,
      created_at, created_by_user_id, request_schema, response_schema, supports_multi_turn)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
    ON CONFLICT (account, id) DO NOTHING
)sql";

constexpr const char* select_instance = R"sql(
    SELECT i.key, m.model_group, g.id, i.id, i.name, i.model_vendor, i.model_type, i.base_model_id,
      i.base_model_metadata, i.model_creation_parameters, i.model_card, i.training_data_card,
      i.description, i.model_template_id, i.created_at, i.created_by_user_id, i.request_schema,
      i.response_schema, i.supports_multi_turn,
      (SELECT count(*) FROM model_deployment d WHERE d.model_instance = i.key)
    FROM model_instance i
    LEFT JOIN model_group_member m ON m.model_instance = i.key
    LEFT JOIN model_group g ON g.key = m.model_group
)sql";

// A listing finds the keys of its page, as far as it can in an index alone, and each row by its
// key. It knows ?1 account, ?2 group id, ?3 type, ?4 limit and ?5 offset, whichever it uses.

std::string source_of(const ModelInstanceQuery& query) {
  if (!query.model_group_id) {
    return query.model_type ? " FROM model_instance i WHERE i.account = ?1 AND i.model_type = ?3"
                            : " FROM model_instance i WHERE i.account = ?1";
  }
  constexpr const char* in_group =
      " WHERE i.model_group = (SELECT key FROM model_group WHERE account = ?1 AND id = ?2)";
  const std::string members =
      " FROM (SELECT m.model_instance AS key, m.model_group FROM model_group_member m) i";
  if (!query.model_type) return members + in_group;
  return " FROM (SELECT m.model_instance AS key, m.model_group, o.model_type"
         " FROM model_group_member m CROSS JOIN model_instance o ON o.key = m.model_instance) i" +
         std::string(in_group) + " AND i.model_type = ?3";
}

std::string count_sql(const ModelInstanceQuery& query) {
  return "SELECT count(*)" + source_of(query) + " LIMIT ?4 OFFSET ?5";
}

std::string keys_sql(const ModelInstanceQuery& query) {
  return "SELECT i.key" + source_of(query) + " ORDER BY i.key LIMIT ?4 OFFSET ?5";
}

}  // namespace

ModelInstanceTable::ModelInstanceTable(Connection& connection, JsonDocumentTable& documents)
    : connection_(connection),
      documents_(documents),
      insert_(connection, insert_instance),
      find_key_(connection, "SELECT key FROM model_instance WHERE account = ?1 AND id = ?2"),
      find_(connection, std::string(select_instance) + "WHERE i.account = ?1 AND i.id = ?2"),
      get_(connection, std::string(select_instance) + "WHERE i.key = ?1") {}

std::optional<std::int64_t> ModelInstanceTable::insert(const Account& account,
                                                       const ModelInstance& instance) {
  const std::int64_t request_schema = documents_.key_of(instance.request_schema);
  const std::int64_t response_schema = documents_.key_of(instance.response_schema);
  const int inserted = insert_.run(
      account.key, instance.id, instance.name, instance.model_vendor, instance.model_type,
      instance.base_model_id, instance.base_model_metadata, instance.model_creation_parameters,
      instance.model_card, instance.training_data_card, instance.description,
      instance.model_template_id, instance.created_at, instance.created_by_user_id, request_schema,
      response_schema, instance.supports_multi_turn);
  if (inserted == 0) return std::nullopt;
  return connection_.database().getLastInsertRowid();
}

std::optional<std::int64_t> ModelInstanceTable::find_key(const Account& account,
                                                         const ModelInstanceId& id) {
  auto row = find_key_.start(account.key, id);
  if (!row.step()) return std::nullopt;
  std::int64_t key = 0;
  row.read_all(key);
  return key;
}

std::optional<StoredModelInstance> ModelInstanceTable::find(const Account& account,
                                                            const ModelInstanceId& id) {
  auto row = find_.start(account.key, id);
  if (!row.step()) return std::nullopt;
  return read(account, row);
}

std::int64_t ModelInstanceTable::count(const Account& account, const ModelInstanceQuery& query) {
  auto row = listing(count_sql(query))
                 .start(account.key, query.model_group_id, query.model_type, std::int64_t{1},
                        std::int64_t{0});
  row.step();
  std::int64_t count = 0;
  row.read_all(count);
  return count;
}

std::vector<ModelInstance> ModelInstanceTable::list(const Account& account,
                                                    const ModelInstanceQuery& query) {
  std::vector<ModelInstance> instances;
  auto listed = listing(keys_sql(query))
                    .start(account.key, query.model_group_id, query.model_type,
                           std::int64_t{query.limit}, offset_of(query));
  while (listed.step()) {
    std::int64_t key = 0;
    listed.read_all(key);
    auto row = get_.start(key);
    row.step();
    instances.push_back(read(account, row).record);
  }
  return instances;
}

Statement& ModelInstanceTable::listing(const std::string& sql) {
  return listings_.try_emplace(sql, connection_, sql).first->second;
}

StoredModelInstance ModelInstanceTable::read(const Account& account, const Execution& row) {
  StoredModelInstance stored;
  ModelInstance& instance = stored.record;
  std::int64_t request_schema = 0;
  std::int64_t response_schema = 0;
  row.read_all(stored.key, stored.model_group, instance.model_group_id, instance.id, instance.name,
               instance.model_vendor, instance.model_type, instance.base_model_id,
               instance.base_model_metadata, instance.model_creation_parameters,
               instance.model_card, instance.training_data_card, instance.description,
               instance.model_template_id, instance.created_at, instance.created_by_user_id,
               request_schema, response_schema, instance.supports_multi_turn,
               instance.deployment_count);
  instance.account_id = account.id;
  instance.request_schema = documents_.get(request_schema);
  instance.response_schema = documents_.get(response_schema);
  return stored;
}

}  // namespace modelreg::storage
