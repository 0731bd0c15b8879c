#include "obvious.hpp"

#include <array>
#include <string_view>

namespace modelreg::bench {
namespace {

constexpr const char* schema = R"sql(
    CREATE TABLE model_group (
      id TEXT PRIMARY KEY, account_id TEXT NOT NULL, name TEXT NOT NULL);
    CREATE TABLE model_instance (
      name TEXT NOT NULL, model_vendor TEXT, model_type TEXT NOT NULL, base_model_id TEXT,
      base_model_metadata TEXT, model_creation_parameters TEXT, model_card TEXT,
      training_data_card TEXT, description TEXT, model_template_id TEXT, model_group_id TEXT,
      id TEXT PRIMARY KEY, created_at TEXT NOT NULL, account_id TEXT NOT NULL,
      created_by_user_id TEXT NOT NULL, request_schema TEXT NOT NULL, response_schema TEXT NOT NULL,
      deployment_count INTEGER NOT NULL, supports_multi_turn INTEGER NOT NULL);
    CREATE INDEX model_instance_by_group ON model_instance (model_group_id);
)sql";

enum class Kind { text, json, number, boolean };
struct Column {
  std::string_view name;
  Kind kind;
};
constexpr auto columns = std::to_array<Column>({{"name", Kind::text},
                                                {"model_vendor", Kind::text},
                                                {"model_type", Kind::text},
                                                {"base_model_id", Kind::text},
                                                {"base_model_metadata", Kind::json},
                                                {"model_creation_parameters", Kind::json},
                                                {"model_card", Kind::text},
                                                {"training_data_card", Kind::text},
                                                {"description", Kind::text},
                                                {"model_template_id", Kind::text},
                                                {"model_group_id", Kind::text},
                                                {"id", Kind::text},
                                                {"created_at", Kind::text},
                                                {"account_id", Kind::text},
                                                {"created_by_user_id", Kind::text},
                                                {"request_schema", Kind::json},
                                                {"response_schema", Kind::json},
                                                {"deployment_count", Kind::number},
                                                {"supports_multi_turn", Kind::boolean}});

constexpr const char* select_columns =
    "SELECT name, model_vendor, model_type, base_model_id, base_model_metadata,"
    " model_creation_parameters, model_card, training_data_card, description, model_template_id,"
    " model_group_id, id, created_at, account_id, created_by_user_id, request_schema,"
    " response_schema, deployment_count, supports_multi_turn FROM model_instance ";

void append_escaped(std::string& json, std::string_view text) {
  json += '"';
  for (const char character : text) {
    switch (character) {
      case '"':
        json += "\\\"";
        break;
      case '\\':
        json += "\\\\";
        break;
      case '\n':
        json += "\\n";
        break;
      default:
        json += character;
    }
  }
  json += '"';
}

void append_row(std::string& json, const RawStatement& row) {
  json += '{';
  for (int i = 0; i < static_cast<int>(columns.size()); ++i) {
    if (sqlite3_column_type(row.get(), i) == SQLITE_NULL) continue;
    if (json.back() != '{') json += ',';
    json += '"';
    json += columns[static_cast<std::size_t>(i)].name;
    json += "\":";
    const std::string_view text(reinterpret_cast<const char*>(sqlite3_column_text(row.get(), i)),
                                static_cast<std::size_t>(sqlite3_column_bytes(row.get(), i)));
    switch (columns[static_cast<std::size_t>(i)].kind) {
      case Kind::text:
        append_escaped(json, text);
        break;
      case Kind::boolean:
        json += text == "0" ? "false" : "true";
        break;
      default:
        json += text;
    }
  }
  json += '}';
}

}  // namespace

ObviousProgram::ObviousProgram(const std::string& path) : database_(open_raw(path)) {
  execute(database_, schema);
  begin_ = prepare(database_, "BEGIN IMMEDIATE");
  commit_ = prepare(database_, "COMMIT");
  update_ = prepare(database_,
                    "UPDATE model_instance SET model_group_id = ?1 WHERE id = ?2 AND account_id ="
                    " ?3 AND EXISTS (SELECT 1 FROM model_group WHERE id = ?1 AND account_id = ?3)");
  insert_ = prepare(database_,
                    "INSERT INTO model_instance VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
                    " ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)");
  select_ = prepare(database_,
                    (std::string(select_columns) + "WHERE id = ?1 AND account_id = ?2").c_str());
  page_ = prepare(database_, (std::string(select_columns) +
                              "WHERE model_group_id = ?1 AND account_id = ?2 LIMIT ?3")
                                 .c_str());
  count_ = prepare(database_,
                   "SELECT count(*) FROM model_instance WHERE model_group_id = ?1 AND"
                   " account_id = ?2");
}

void ObviousProgram::create_group(const std::string& id) {
  const auto insert = prepare(database_, "INSERT INTO model_group VALUES (?1, ?2, 'group')");
  bind_value(insert, 1, id);
  bind_value(insert, 2, caller.account_id);
  run(insert);
}

void ObviousProgram::insert(const ModelInstance& instance) {
  const auto bind_optional = [&](int index, const auto& value) {
    if (value) {
      bind_value(insert_, index, *value);
    } else {
      sqlite3_bind_null(insert_.get(), index);
    }
  };
  const std::string vendor(to_string(*instance.model_vendor));
  const std::string type(to_string(instance.model_type));
  const std::string created_at = to_string(instance.created_at);
  bind_value(insert_, 1, instance.name);
  bind_value(insert_, 2, vendor);
  bind_value(insert_, 3, type);
  bind_optional(4, instance.base_model_id);
  bind_value(insert_, 5, instance.base_model_metadata->text());
  bind_value(insert_, 6, instance.model_creation_parameters->text());
  bind_optional(7, instance.model_card);
  bind_optional(8, instance.training_data_card);
  bind_optional(9, instance.description);
  bind_optional(10, instance.model_template_id);
  sqlite3_bind_null(insert_.get(), 11);
  bind_value(insert_, 12, instance.id.str());
  bind_value(insert_, 13, created_at);
  bind_value(insert_, 14, instance.account_id);
  bind_value(insert_, 15, instance.created_by_user_id);
  bind_value(insert_, 16, instance.request_schema.text());
  bind_value(insert_, 17, instance.response_schema.text());
  bind_value(insert_, 18, instance.deployment_count);
  bind_value(insert_, 19, sqlite3_int64{instance.supports_multi_turn ? 1 : 0});
  run(insert_);
}

std::string ObviousProgram::add(const std::string& group, const std::string& instance) {
  run(begin_);
  bind_value(update_, 1, group);
  bind_value(update_, 2, instance);
  bind_value(update_, 3, caller.account_id);
  run(update_);
  check(sqlite3_changes(database_.get()) == 1, database_.get());
  std::string json = get(instance);
  run(commit_);
  return json;
}

std::string ObviousProgram::get(const std::string& instance) {
  bind_value(select_, 1, instance);
  bind_value(select_, 2, caller.account_id);
  step_to_row(select_);
  std::string json;
  append_row(json, select_);
  sqlite3_reset(select_.get());
  return json;
}

std::string ObviousProgram::page(const std::string& group, int limit) {
  bind_value(count_, 1, group);
  bind_value(count_, 2, caller.account_id);
  step_to_row(count_);
  std::string json = R"({"total_item_count":)" + text_at(count_, 0) + R"(,"items":[)";
  sqlite3_reset(count_.get());
  bind_value(page_, 1, group);
  bind_value(page_, 2, caller.account_id);
  bind_value(page_, 3, sqlite3_int64{limit});
  while (sqlite3_step(page_.get()) == SQLITE_ROW) {
    if (json.back() != '[') json += ',';
    append_row(json, page_);
  }
  sqlite3_reset(page_.get());
  return json + "]}";
}

}  // namespace modelreg::bench
