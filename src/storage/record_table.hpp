#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/fields.hpp"
#include "storage/account_table.hpp"
#include "storage/json_document_table.hpp"
#include "storage/record_sql.hpp"
#include "storage/statement.hpp"

namespace modelreg::storage {

/// A record and the key under which other tables know it.
template <class Record>
struct Stored {
  std::int64_t key = 0;
  Record record = {};
};

/// The rows of one record, written and read by the list of its fields.
template <class Record>
class RecordTable {
 public:
  RecordTable(Connection& connection, JsonDocumentTable& documents)
      : connection_(connection), documents_(documents) {}

  /// The key of the new row; none, with nothing stored, if the id is taken. `parent` is the key of
  /// the row that it belongs to.
  [[nodiscard]] std::optional<std::int64_t> insert(const Account& account, const Record& record,
                                                   std::optional<std::int64_t> parent = {});
  /// Write what may change of a record.
  void update(const Account& account, const Record& record);
  /// Write every field of the record; the row that it belongs to and its group stay.
  void replace(const Account& account, const Record& record);
  /// Delete the row and what cannot be without it; false if there is none.
  [[nodiscard]] bool erase(const Account& account, const Id<Record>& id);

  [[nodiscard]] std::optional<std::int64_t> find_key(const Account& account, const Id<Record>& id);
  [[nodiscard]] std::optional<Stored<Record>> find(const Account& account, const Id<Record>& id);

 protected:
  /// All records that `rows`, an execution of a `select_from`, yields. `after` becomes the key of
  /// the last.
  [[nodiscard]] std::vector<Record> read_all(const Account& account, Execution& rows,
                                             std::int64_t& after);
  /// The record that `row`, an execution of a `select_from`, yields, if any.
  [[nodiscard]] std::optional<Record> read_one(const Account& account, Execution& row);

 private:
  void read(const Account& account, const Execution& row, Stored<Record>& stored);

  static constexpr auto& table = table_of<Record>;

  Connection& connection_;
  JsonDocumentTable& documents_;
  Statement insert_{connection_, insert_sql<Record>()};
  Statement update_{connection_, update_sql<Record>()};
  Statement replace_{connection_, replace_sql<Record>()};
  Statement erase_{connection_, "DELETE FROM " + std::string(table.table) + by_id};
  Statement find_key_{connection_, "SELECT key FROM " + std::string(table.table) + by_id};
  Statement find_{connection_, find_sql<Record>()};

  static constexpr const char* by_id = " WHERE account = ?1 AND id = ?2";
};

}  // namespace modelreg::storage
