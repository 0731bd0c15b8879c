#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "modelreg/remote_records.hpp"
#include "storage/account_table.hpp"
#include "storage/statement.hpp"

namespace modelreg::storage {

/// Rows of `remote_record`.
class RemoteRecordTable {
 public:
  explicit RemoteRecordTable(Connection& connection) : connection_(connection) {}

  [[nodiscard]] std::optional<RemoteRecord> find(const Account& account, const std::string& remote,
                                                 RecordKind kind, const std::string& id);
  [[nodiscard]] std::optional<RemoteRecord> find_there(const Account& account,
                                                       const std::string& remote, RecordKind kind,
                                                       const std::string& remote_id);
  [[nodiscard]] std::vector<RemoteRecord> list(const Account& account, const std::string& remote,
                                               RecordKind kind);
  [[nodiscard]] std::vector<RemoteRecord> list_unanswered(const Account& account,
                                                          const std::string& remote,
                                                          RecordKind kind);
  /// False, with nothing stored, if the record is not there.
  [[nodiscard]] bool put(const Account& account, const std::string& remote,
                         const RemoteRecord& pair);
  void erase(const Account& account, const std::string& remote, RecordKind kind,
             const std::string& id);

 private:
  /// The statements for one kind of record, whose table's name is the column's, too.
  struct OfOneKind {
    OfOneKind(Connection& connection, RecordKind kind);

    Statement find;
    Statement find_there;
    Statement list;
    Statement list_unanswered;
    Statement put;
    Statement erase;
  };

  OfOneKind& of(RecordKind kind);

  Connection& connection_;
  std::array<std::optional<OfOneKind>, enum_texts<RecordKind>.size()> statements_;
};

}  // namespace modelreg::storage
