#include "storage/record_sql.hpp"

#include <vector>

#include "base/fields.hpp"

namespace modelreg::storage {
namespace {

using base::Column;
using base::Field;

bool has_own_column(const Field& field) {
  return field.column == Column::changeable || field.column == Column::fixed ||
         field.column == Column::document;
}

bool is_updated(const Field& field) {
  return field.column == Column::changeable || field.column == Column::document;
}

template <class Record, class Visit>
void each_field_of(const Visit& visit) {
  const Record record{};
  base::each_field(visit, record);
}

std::string parameter(int number) { return "?" + std::to_string(number); }

std::string column_of(const Field& field, std::string_view alias) {
  return std::string(alias) + "." + std::string(field.name);
}

template <class Record>
std::vector<SortTerm> make_sort_terms() {
  std::vector<SortTerm> terms;
  each_field_of<Record>([&](const Field& field, const auto&) {
    const auto alias = table_of<Record>.alias;
    switch (field.column) {
      case Column::account:  // the same for all
        terms.push_back({field.name, std::string(alias) + ".account"});
        break;
      case Column::document:
        terms.push_back({field.name, "(SELECT o.text FROM json_document o WHERE o.key = " +
                                         column_of(field, alias) + ")"});
        break;
      case Column::elsewhere:
        terms.push_back({field.name, std::string(field.sorted)});
        break;
      default:
        terms.push_back({field.name, column_of(field, alias)});
    }
  });
  return terms;
}

template <class Record>
std::string make_insert_sql() {
  const auto& [table, alias, joins, parent] = table_of<Record>;
  std::string columns = "account";
  std::string values = "?1";
  int number = 1;
  const auto add = [&](std::string_view column) {
    columns.append(", ").append(column);
    values.append(", ").append(parameter(++number));
  };
  if (!parent.empty()) add(parent);
  each_field_of<Record>([&](const Field& field, const auto&) {
    if (has_own_column(field)) add(field.name);
  });
  return "INSERT INTO " + std::string(table) + " (" + columns + ") VALUES (" + values +
         ") ON CONFLICT (account, id) DO NOTHING";
}

template <class Record>
std::string make_update_sql(bool (*is_written)(const Field&)) {
  std::string changes;
  int number = 2;
  each_field_of<Record>([&](const Field& field, const auto&) {
    if (!is_written(field)) return;
    changes.append(changes.empty() ? "" : ", ").append(field.name);
    changes.append(" = ").append(parameter(++number));
  });
  return "UPDATE " + std::string(table_of<Record>.table) + " SET " + changes +
         " WHERE account = ?1 AND id = ?2";
}

}  // namespace

template <class Record>
const std::string& insert_sql() {
  static const std::string sql = make_insert_sql<Record>();
  return sql;
}

template <class Record>
const std::string& update_sql() {
  static const std::string sql = make_update_sql<Record>(is_updated);
  return sql;
}

template <class Record>
const std::string& replace_sql() {
  static const std::string sql = make_update_sql<Record>(has_own_column);
  return sql;
}

template <class Record>
std::string select_from(const std::string& source) {
  const auto& [table, alias, joins, parent] = table_of<Record>;
  std::string columns = std::string(alias) + ".key";
  each_field_of<Record>([&](const Field& field, const auto&) {
    if (field.column == Column::account) return;
    columns += ", ";
    columns += field.column == Column::elsewhere ? std::string(field.selected)
                                                 : column_of(field, table_of<Record>.alias);
  });
  return "SELECT " + columns + " FROM " + source + std::string(joins);
}

template <class Record>
const std::string& find_sql() {
  static const std::string alias(table_of<Record>.alias);
  static const std::string sql =
      select_from<Record>(std::string(table_of<Record>.table) + " " + alias) + " WHERE " + alias +
      ".account = ?1 AND " + alias + ".id = ?2";
  return sql;
}

template <class Record>
std::span<const SortTerm> sort_terms() {
  static const std::vector<SortTerm> terms = make_sort_terms<Record>();
  return terms;
}

template const std::string& insert_sql<ModelGroup>();
template const std::string& insert_sql<ModelInstance>();
template const std::string& insert_sql<ModelDeployment>();
template const std::string& update_sql<ModelGroup>();
template const std::string& update_sql<ModelInstance>();
template const std::string& update_sql<ModelDeployment>();
template const std::string& replace_sql<ModelGroup>();
template const std::string& replace_sql<ModelInstance>();
template const std::string& replace_sql<ModelDeployment>();
template std::string select_from<ModelGroup>(const std::string&);
template std::string select_from<ModelInstance>(const std::string&);
template std::string select_from<ModelDeployment>(const std::string&);
template const std::string& find_sql<ModelGroup>();
template std::span<const SortTerm> sort_terms<ModelGroup>();
template const std::string& find_sql<ModelInstance>();
template std::span<const SortTerm> sort_terms<ModelInstance>();
template const std::string& find_sql<ModelDeployment>();
template std::span<const SortTerm> sort_terms<ModelDeployment>();

}  // namespace modelreg::storage
