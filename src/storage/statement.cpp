#include "storage/statement.hpp"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <cstring>
#include <string_view>

#include "modelreg/error.hpp"
#include "stored_json.hpp"

namespace modelreg::storage {

Execution::~Execution() {
  statement_.tryReset();
  statement_.clearBindings();
}

bool Execution::step() {
  const int code = statement_.tryExecuteStep();
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  connection_.fail(code);
}

std::optional<std::int64_t> Execution::key() {
  if (!step()) return std::nullopt;
  std::int64_t key = 0;
  read(0, key);
  return key;
}

int Execution::run() {
  step();
  return statement_.getChanges();
}

void Execution::read(int column, std::int64_t& value) const {
  const SQLite::Column stored = statement_.getColumn(column);
  if (!stored.isInteger()) refuse(column);
  value = stored.getInt64();
}

void Execution::read(int column, bool& value) const {
  std::int64_t number = 0;
  read(column, number);
  value = number != 0;
}

void Execution::read(int column, std::string& text) const { text = text_at(column); }

void Execution::read(int column, JsonObject& object) const {
  object = StoredJson::object(std::string(text_at(column)));
}

void Execution::read(int column, Timestamp& moment) const {
  std::int64_t microseconds = 0;
  read(column, microseconds);
  moment = Timestamp(std::chrono::microseconds(microseconds));
}

void Execution::read(int column, Digest& digest) const {
  const SQLite::Column stored = statement_.getColumn(column);
  if (!stored.isBlob() || stored.getBytes() != static_cast<int>(digest.size())) refuse(column);
  std::memcpy(digest.data(), stored.getBlob(), digest.size());
}

bool Execution::is_null(int column) const { return statement_.getColumn(column).isNull(); }

std::string_view Execution::text_at(int column) const {
  const SQLite::Column stored = statement_.getColumn(column);
  if (!stored.isText()) refuse(column);
  const char* const text = stored.getText(nullptr);
  if (text == nullptr) connection_.fail(SQLITE_NOMEM);
  return {text, static_cast<std::size_t>(stored.getBytes())};
}

void Execution::refuse(int column) const {
  throw Error(ErrorCode::storage, connection_.place() + ": the file is damaged: the column " +
                                      statement_.getColumnName(column) +
                                      " holds what no registry stores");
}

SQLite::Statement& Statement::prepared() {
  if (!prepared_) {
    try {
      prepared_.emplace(connection_.database(), sql_);
    } catch (const SQLite::Exception& error) {
      connection_.fail(error.getExtendedErrorCode());
    }
  }
  return *prepared_;
}

}  // namespace modelreg::storage
