#pragma once

#include <span>
#include <string>
#include <string_view>

#include "modelreg/model_deployment.hpp"
#include "modelreg/model_group.hpp"
#include "modelreg/model_instance.hpp"
#include "storage/listing.hpp"

/// The SQL that follows from the fields of a record. It is made of literals alone.
namespace modelreg::storage {

/// Where the rows of a record are.
struct RecordTableName {
  std::string_view table;
  std::string_view alias;   ///< The name of its rows in a SELECT.
  std::string_view joins;   ///< What a whole row needs beside them.
  std::string_view parent;  ///< The column with the key of the row that it belongs to, if any.
};

template <class Record>
inline constexpr RecordTableName table_of{};
template <>
inline constexpr RecordTableName table_of<ModelGroup>{"model_group", "g", "", ""};
template <>
inline constexpr RecordTableName table_of<ModelInstance>{
    "model_instance", "i",
    " LEFT JOIN model_group_member m ON m.model_instance = i.key"
    " LEFT JOIN model_group g ON g.key = m.model_group",
    ""};
template <>
inline constexpr RecordTableName table_of<ModelDeployment>{
    "model_deployment", "d", " CROSS JOIN model_instance i ON i.key = d.model_instance",
    "model_instance"};

/// Parameters: the account, the key of the parent if there is one, then each field that is kept in
/// a column. Inserts nothing if the id is taken.
template <class Record>
[[nodiscard]] const std::string& insert_sql();

/// Parameters: the account, the id, then each field that an update writes.
template <class Record>
[[nodiscard]] const std::string& update_sql();

/// Parameters: the account, the id, then each field that is kept in a column.
template <class Record>
[[nodiscard]] const std::string& replace_sql();

/// Whole records from `source`, which gives their rows the alias: the key, then each field but the
/// account.
template <class Record>
[[nodiscard]] std::string select_from(const std::string& source);

/// One whole record. Parameters: the account, the id.
template <class Record>
[[nodiscard]] const std::string& find_sql();

/// The fields that a list can be sorted by, in their order.
template <class Record>
[[nodiscard]] std::span<const SortTerm> sort_terms();

}  // namespace modelreg::storage
