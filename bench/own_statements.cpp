#include "own_statements.hpp"

#include <optional>

#include "base/stored_json.hpp"
#include "storage/embedded.hpp"

namespace modelreg::bench {
namespace {

constexpr std::int64_t account = 1;

void read(const RawStatement& row, int column, std::optional<std::string>& text) {
  if (sqlite3_column_type(row.get(), column) != SQLITE_NULL) text = text_at(row, column);
}
void read(const RawStatement& row, int column, std::optional<JsonObject>& object) {
  if (sqlite3_column_type(row.get(), column) != SQLITE_NULL) {
    object = base::StoredJson::object(text_at(row, column));
  }
}

}  // namespace

OwnStatements::OwnStatements(const std::string& path) : database_(open_raw(path)) {
  execute(database_,
          "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
          "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON");
  execute(database_, "BEGIN");
  for (const auto& migration : storage::embedded_migrations()) {
    execute(database_, std::string(migration.text).c_str());
  }
  execute(database_,
          "INSERT INTO account (id) VALUES ('acme');"
          "INSERT INTO json_document (digest, text) VALUES (zeroblob(32), '{}');"
          "INSERT INTO json_document (digest, text) VALUES (randomblob(32), '{\"a\":1}'); COMMIT");
  begin_ = prepare(database_, "BEGIN IMMEDIATE");
  commit_ = prepare(database_, "COMMIT");
  find_group_ = prepare(database_, "SELECT key FROM model_group WHERE account = ?1 AND id = ?2");
  find_ = prepare(database_, R"sql(
    SELECT i.key, m.model_group, g.id, i.id, i.name, i.model_vendor, i.model_type, i.base_model_id,
      i.base_model_metadata, i.model_creation_parameters, i.model_card, i.training_data_card,
      i.description, i.model_template_id, i.created_at, i.created_by_user_id, i.request_schema,
      i.response_schema, i.supports_multi_turn,
      (SELECT count(*) FROM model_deployment d WHERE d.model_instance = i.key)
    FROM model_instance i
    LEFT JOIN model_group_member m ON m.model_instance = i.key
    LEFT JOIN model_group g ON g.key = m.model_group
    WHERE i.account = ?1 AND i.id = ?2
  )sql");
  put_ = prepare(database_, R"sql(
      INSERT INTO model_group_member (model_instance, model_group, account)
      VALUES (?1, ?2, ?3)
      ON CONFLICT (model_instance) DO UPDATE SET model_group = excluded.model_group
  )sql");
  insert_ = prepare(database_, R"sql(
    INSERT INTO model_instance (
      account, id, name, model_vendor, model_type, base_model_id, base_model_metadata,
      model_creation_parameters, model_card, training_data_card, description, model_template_id,
      created_at, created_by_user_id, request_schema, response_schema, supports_multi_turn)
    VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 1, 2, ?14)
  )sql");
}

void OwnStatements::create_group(const std::string& id) {
  const auto insert = prepare(database_,
                              "INSERT INTO model_group (account, id, name, created_at,"
                              " created_by_user_id) VALUES (1, ?1, 'group', 0, 'ada')");
  bind_value(insert, 1, id);
  run(insert);
}

void OwnStatements::insert(const ModelInstance& instance) {
  request_schema_ = instance.request_schema;
  response_schema_ = instance.response_schema;
  const std::string vendor(to_string(*instance.model_vendor));
  const std::string type(to_string(instance.model_type));
  bind_value(insert_, 1, instance.id.str());
  bind_value(insert_, 2, instance.name);
  bind_value(insert_, 3, vendor);
  bind_value(insert_, 4, type);
  bind_value(insert_, 5, *instance.base_model_id);
  bind_value(insert_, 6, instance.base_model_metadata->text());
  bind_value(insert_, 7, instance.model_creation_parameters->text());
  bind_value(insert_, 8, *instance.model_card);
  bind_value(insert_, 9, *instance.training_data_card);
  bind_value(insert_, 10, *instance.description);
  bind_value(insert_, 11, *instance.model_template_id);
  bind_value(insert_, 12, instance.created_at.time_since_epoch().count());
  bind_value(insert_, 13, instance.created_by_user_id);
  bind_value(insert_, 14, sqlite3_int64{instance.supports_multi_turn ? 1 : 0});
  run(insert_);
}

OwnStatements::Found OwnStatements::find(const std::string& instance) {
  bind_value(find_, 1, account);
  bind_value(find_, 2, instance);
  step_to_row(find_);
  Found found{sqlite3_column_int64(find_.get(), 0), sqlite3_column_int64(find_.get(), 1), {}};
  ModelInstance& record = found.record;
  if (sqlite3_column_type(find_.get(), 2) != SQLITE_NULL) {
    record.model_group_id = ModelGroupId(text_at(find_, 2));
  }
  record.id = ModelInstanceId(text_at(find_, 3));
  record.name = text_at(find_, 4);
  if (sqlite3_column_type(find_.get(), 5) != SQLITE_NULL) {
    record.model_vendor = parse<ModelVendor>(text_at(find_, 5));
  }
  record.model_type = *parse<ModelType>(text_at(find_, 6));
  read(find_, 7, record.base_model_id);
  read(find_, 8, record.base_model_metadata);
  read(find_, 9, record.model_creation_parameters);
  read(find_, 10, record.model_card);
  read(find_, 11, record.training_data_card);
  read(find_, 12, record.description);
  read(find_, 13, record.model_template_id);
  record.created_at = Timestamp(std::chrono::microseconds(sqlite3_column_int64(find_.get(), 14)));
  record.created_by_user_id = text_at(find_, 15);
  record.request_schema = request_schema_;
  record.response_schema = response_schema_;
  record.supports_multi_turn = sqlite3_column_int64(find_.get(), 18) != 0;
  record.deployment_count = sqlite3_column_int64(find_.get(), 19);
  record.account_id = caller.account_id;
  sqlite3_reset(find_.get());
  return found;
}

ModelInstance OwnStatements::add(const std::string& group, const std::string& instance) {
  run(begin_);
  bind_value(find_group_, 1, account);
  bind_value(find_group_, 2, group);
  step_to_row(find_group_);
  const std::int64_t group_key = sqlite3_column_int64(find_group_.get(), 0);
  sqlite3_reset(find_group_.get());
  Found found = find(instance);
  if (found.group != group_key) {
    bind_value(put_, 1, found.key);
    bind_value(put_, 2, group_key);
    bind_value(put_, 3, account);
    run(put_);
    found.record.model_group_id = ModelGroupId(group);
  }
  run(commit_);
  return std::move(found.record);
}

ModelInstance OwnStatements::get(const std::string& instance) {
  return std::move(find(instance).record);
}

}  // namespace modelreg::bench
