#include "storage/model_instance_table.hpp"

#include "storage/model_instance_listing.hpp"

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

constexpr const char* update_instance = R"sql(
    UPDATE model_instance
    SET name = ?2, model_vendor = ?3, model_type = ?4, base_model_id = ?5,
      base_model_metadata = ?6, model_creation_parameters = ?7, model_card = ?8,
      training_data_card = ?9, description = ?10, model_template_id = ?11, request_schema = ?12,
      response_schema = ?13, supports_multi_turn = ?14
    WHERE key = ?1
)sql";

/// Whole instances from `source`, which names their rows i.
std::string select_from(const std::string& source) {
  return R"sql(
    SELECT i.key, g.id, i.id, i.name, i.model_vendor, i.model_type, i.base_model_id,
      i.base_model_metadata, i.model_creation_parameters, i.model_card, i.training_data_card,
      i.description, i.model_template_id, i.created_at, i.created_by_user_id, i.request_schema,
      i.response_schema, i.supports_multi_turn,
      (SELECT count(*) FROM model_deployment d WHERE d.model_instance = i.key)
    FROM )sql" +
         source + R"sql(
    LEFT JOIN model_group_member m ON m.model_instance = i.key
    LEFT JOIN model_group g ON g.key = m.model_group
  )sql";
}

}  // namespace

ModelInstanceTable::ModelInstanceTable(Connection& connection, JsonDocumentTable& documents)
    : connection_(connection),
      documents_(documents),
      listings_(connection),
      insert_(connection, insert_instance),
      update_(connection, update_instance),
      erase_(connection, "DELETE FROM model_instance WHERE account = ?1 AND id = ?2"),
      find_key_(connection, "SELECT key FROM model_instance WHERE account = ?1 AND id = ?2"),
      find_(connection, select_from("model_instance i") + "WHERE i.account = ?1 AND i.id = ?2") {}

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

void ModelInstanceTable::update(std::int64_t key, const ModelInstance& instance) {
  const std::int64_t request_schema = documents_.key_of(instance.request_schema);
  const std::int64_t response_schema = documents_.key_of(instance.response_schema);
  update_.run(key, instance.name, instance.model_vendor, instance.model_type,
              instance.base_model_id, instance.base_model_metadata,
              instance.model_creation_parameters, instance.model_card, instance.training_data_card,
              instance.description, instance.model_template_id, request_schema, response_schema,
              instance.supports_multi_turn);
}

bool ModelInstanceTable::erase(const Account& account, const ModelInstanceId& id) {
  return erase_.run(account.key, id) == 1;
}

std::optional<std::int64_t> ModelInstanceTable::find_key(const Account& account,
                                                         const ModelInstanceId& id) {
  return find_key_.start(account.key, id).key();
}

std::optional<StoredModelInstance> ModelInstanceTable::find(const Account& account,
                                                            const ModelInstanceId& id) {
  auto row = find_.start(account.key, id);
  if (!row.step()) return std::nullopt;
  std::optional<StoredModelInstance> stored(std::in_place);
  read(account, row, *stored);
  return stored;
}

std::int64_t ModelInstanceTable::count(const Account& account, const ModelInstanceFilter& filter) {
  return listings_.prepared(model_instance_count_sql(filter))
      .start(account.key, filter.model_group_id, filter.model_type, 1, 0)
      .key()
      .value();
}

std::vector<ModelInstance> ModelInstanceTable::list(const Account& account,
                                                    const ModelInstanceQuery& query) {
  std::int64_t from_the_start = 0;
  return list(account, query, from_the_start);
}

std::vector<ModelInstance> ModelInstanceTable::list_after(const Account& account,
                                                          const ModelInstanceFilter& filter,
                                                          int limit, std::int64_t& after) {
  return list(account, {{.limit = limit}, filter}, after);
}

std::vector<ModelInstance> ModelInstanceTable::list(const Account& account,
                                                    const ModelInstanceQuery& query,
                                                    std::int64_t& after) {
  auto row = listings_
                 .prepared(select_from(
                     rows_of_page(model_instance_page_sql(query), "model_instance", "i")))
                 .start(account.key, query.model_group_id, query.model_type, query.limit,
                        offset_of(query), after);
  std::vector<ModelInstance> instances;
  while (row.step()) {
    StoredModelInstance stored;
    read(account, row, stored);
    after = stored.key;
    instances.push_back(std::move(stored.record));
  }
  return instances;
}

void ModelInstanceTable::read(const Account& account, const Execution& row,
                              StoredModelInstance& stored) {
  ModelInstance& instance = stored.record;
  std::int64_t request_schema = 0;
  std::int64_t response_schema = 0;
  row.read_all(stored.key, instance.model_group_id, instance.id, instance.name,
               instance.model_vendor, instance.model_type, instance.base_model_id,
               instance.base_model_metadata, instance.model_creation_parameters,
               instance.model_card, instance.training_data_card, instance.description,
               instance.model_template_id, instance.created_at, instance.created_by_user_id,
               request_schema, response_schema, instance.supports_multi_turn,
               instance.deployment_count);
  instance.account_id = account.id;
  instance.request_schema = documents_.get(request_schema);
  instance.response_schema = documents_.get(response_schema);
}

}  // namespace modelreg::storage
