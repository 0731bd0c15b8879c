#include "storage/record_table.hpp"

#include <type_traits>
#include <utility>

namespace modelreg::storage {
namespace {

using base::Column;
using base::Field;

/// Binds the fields of a record that have a column, or those alone that an update writes.
class Binder {
 public:
  Binder(Execution& execution, JsonDocumentTable& documents, bool updates)
      : execution_(execution), documents_(documents), updates_(updates) {}

  template <class T>
  void operator()(const Field& field, const T& value) {
    if (field.column == Column::changeable || (field.column == Column::fixed && !updates_)) {
      execution_.bind_next(value);
    }
  }
  void operator()(const Field&, const JsonObject& document) {
    execution_.bind_next(documents_.key_of(document));
  }

 private:
  Execution& execution_;
  JsonDocumentTable& documents_;
  bool updates_;
};

/// Reads the fields of a record from the columns behind its key.
class Reader {
 public:
  Reader(const Execution& row, JsonDocumentTable& documents, const Account& account)
      : row_(row), documents_(documents), account_(account) {}

  template <class T>
  void operator()(const Field&, T& value) {
    row_.read(column_++, value);
  }
  void operator()(const Field& field, std::string& text) {
    if (field.column == Column::account) {
      text = account_.id;
    } else {
      row_.read(column_++, text);
    }
  }
  void operator()(const Field&, JsonObject& document) {
    std::int64_t key = 0;
    row_.read(column_++, key);
    document = documents_.get(key);
  }

 private:
  const Execution& row_;
  JsonDocumentTable& documents_;
  const Account& account_;
  int column_ = 1;
};

}  // namespace

template <class Record>
std::optional<std::int64_t> RecordTable<Record>::insert(const Account& account,
                                                        const Record& record,
                                                        std::optional<std::int64_t> parent) {
  auto execution = insert_.start(account.key);
  if (parent) execution.bind_next(*parent);
  base::each_field(Binder(execution, documents_, false), record);
  if (execution.run() == 0) return std::nullopt;
  return connection_.database().getLastInsertRowid();
}

template <class Record>
void RecordTable<Record>::update(const Account& account, const Record& record) {
  auto execution = update_.start(account.key, record.id);
  base::each_field(Binder(execution, documents_, true), record);
  execution.run();
}

template <class Record>
void RecordTable<Record>::replace(const Account& account, const Record& record) {
  auto execution = replace_.start(account.key, record.id);
  base::each_field(Binder(execution, documents_, false), record);
  execution.run();
}

template <class Record>
bool RecordTable<Record>::erase(const Account& account, const Id<Record>& id) {
  return erase_.run(account.key, id) == 1;
}

template <class Record>
std::optional<std::int64_t> RecordTable<Record>::find_key(const Account& account,
                                                          const Id<Record>& id) {
  return find_key_.start(account.key, id).key();
}

template <class Record>
std::optional<Stored<Record>> RecordTable<Record>::find(const Account& account,
                                                        const Id<Record>& id) {
  auto row = find_.start(account.key, id);
  if (!row.step()) return std::nullopt;
  std::optional<Stored<Record>> stored(std::in_place);
  read(account, row, *stored);
  return stored;
}

template <class Record>
std::vector<Record> RecordTable<Record>::read_all(const Account& account, Execution& rows,
                                                  std::int64_t& after) {
  std::vector<Record> records;
  while (rows.step()) {
    Stored<Record> stored;
    read(account, rows, stored);
    after = stored.key;
    records.push_back(std::move(stored.record));
  }
  return records;
}

template <class Record>
std::optional<Record> RecordTable<Record>::read_one(const Account& account, Execution& row) {
  if (!row.step()) return std::nullopt;
  Stored<Record> stored;
  read(account, row, stored);
  return std::move(stored.record);
}

template <class Record>
void RecordTable<Record>::read(const Account& account, const Execution& row,
                               Stored<Record>& stored) {
  row.read(0, stored.key);
  base::each_field(Reader(row, documents_, account), stored.record);
}

template class RecordTable<ModelGroup>;
template class RecordTable<ModelInstance>;
template class RecordTable<ModelDeployment>;

}  // namespace modelreg::storage
