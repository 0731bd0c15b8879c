#include "idiomatic.hpp"

#include <stdexcept>

namespace modelreg::bench {
namespace {

using nlohmann::json;

struct Record {
  std::string name, model_vendor, model_type, base_model_id, model_card, training_data_card;
  std::string description, model_template_id, model_group_id, id, created_at, account_id;
  std::string created_by_user_id;
  json base_model_metadata, model_creation_parameters, request_schema, response_schema;
  int deployment_count = 0;
  bool supports_multi_turn = false;
};

void to_json(json& document, const Record& record) {
  document = json{{"name", record.name},
                  {"model_vendor", record.model_vendor},
                  {"model_type", record.model_type},
                  {"base_model_id", record.base_model_id},
                  {"model_card", record.model_card},
                  {"training_data_card", record.training_data_card},
                  {"description", record.description},
                  {"model_template_id", record.model_template_id},
                  {"model_group_id", record.model_group_id},
                  {"id", record.id},
                  {"created_at", record.created_at},
                  {"account_id", record.account_id},
                  {"created_by_user_id", record.created_by_user_id},
                  {"base_model_metadata", record.base_model_metadata},
                  {"model_creation_parameters", record.model_creation_parameters},
                  {"request_schema", record.request_schema},
                  {"response_schema", record.response_schema},
                  {"deployment_count", record.deployment_count},
                  {"supports_multi_turn", record.supports_multi_turn}};
}

}  // namespace

IdiomaticProgram::IdiomaticProgram() {
  database_.exec("CREATE TABLE model_group (id TEXT PRIMARY KEY, account_id TEXT NOT NULL)");
  database_.exec(
      "CREATE TABLE model_instance (id TEXT PRIMARY KEY, name TEXT, model_vendor TEXT,"
      " model_type TEXT, base_model_id TEXT, base_model_metadata TEXT,"
      " model_creation_parameters TEXT, model_card TEXT, training_data_card TEXT,"
      " description TEXT, model_template_id TEXT, model_group_id TEXT, created_at TEXT,"
      " account_id TEXT, created_by_user_id TEXT, request_schema TEXT, response_schema TEXT,"
      " deployment_count INTEGER, supports_multi_turn INTEGER)");
}

void IdiomaticProgram::create_group(const std::string& id) {
  SQLite::Statement insert(database_, "INSERT INTO model_group VALUES (?, ?)");
  insert.bind(1, id);
  insert.bind(2, caller.account_id);
  insert.exec();
}

void IdiomaticProgram::insert(const ModelInstance& instance) {
  SQLite::Statement insert(database_,
                           "INSERT INTO model_instance VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                           " NULL, ?, ?, ?, ?, ?, 0, 1)");
  insert.bind(1, instance.id.str());
  insert.bind(2, instance.name);
  insert.bind(3, std::string(to_string(*instance.model_vendor)));
  insert.bind(4, std::string(to_string(instance.model_type)));
  insert.bind(5, *instance.base_model_id);
  insert.bind(6, instance.base_model_metadata->text());
  insert.bind(7, instance.model_creation_parameters->text());
  insert.bind(8, *instance.model_card);
  insert.bind(9, *instance.training_data_card);
  insert.bind(10, *instance.description);
  insert.bind(11, *instance.model_template_id);
  insert.bind(12, to_string(instance.created_at));
  insert.bind(13, instance.account_id);
  insert.bind(14, instance.created_by_user_id);
  insert.bind(15, instance.request_schema.text());
  insert.bind(16, instance.response_schema.text());
  insert.exec();
}

std::string IdiomaticProgram::add(const std::string& group, const std::string& instance) {
  SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
  SQLite::Statement find_group(database_,
                               "SELECT 1 FROM model_group WHERE id = ? AND account_id = ?");
  find_group.bind(1, group);
  find_group.bind(2, caller.account_id);
  if (!find_group.executeStep()) throw std::runtime_error("no such group");
  SQLite::Statement update(
      database_, "UPDATE model_instance SET model_group_id = ? WHERE id = ? AND account_id = ?");
  update.bind(1, group);
  update.bind(2, instance);
  update.bind(3, caller.account_id);
  if (update.exec() != 1) throw std::runtime_error("no such instance");
  SQLite::Statement select(database_, "SELECT * FROM model_instance WHERE id = ?");
  select.bind(1, instance);
  select.executeStep();
  const auto text = [&](const char* column) { return select.getColumn(column).getString(); };
  const Record record{text("name"),
                      text("model_vendor"),
                      text("model_type"),
                      text("base_model_id"),
                      text("model_card"),
                      text("training_data_card"),
                      text("description"),
                      text("model_template_id"),
                      text("model_group_id"),
                      text("id"),
                      text("created_at"),
                      text("account_id"),
                      text("created_by_user_id"),
                      json::parse(text("base_model_metadata")),
                      json::parse(text("model_creation_parameters")),
                      json::parse(text("request_schema")),
                      json::parse(text("response_schema")),
                      select.getColumn("deployment_count").getInt(),
                      select.getColumn("supports_multi_turn").getInt() != 0};
  select.reset();
  transaction.commit();
  return json(record).dump();
}

}  // namespace modelreg::bench
