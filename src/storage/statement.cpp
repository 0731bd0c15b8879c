#include "storage/statement.hpp"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <cstring>
#include <string_view>

#include "base/stored_json.hpp"
#include "modelreg/error.hpp"
#include "storage/sqlite_error.hpp"

namespace modelreg::storage {

Execution::~Execution() {
  statement_.tryReset();
  if (bound_ > 0) statement_.clearBindings();
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

/// A text of which SQLite knows that it ends with NUL is used where it stands; any other is copied
/// by each function of a CHECK that looks at it.
void Execution::bind(int index, const std::string& text) {
  if (std::strlen(text.c_str()) == text.size()) {
    statement_.bindNoCopy(index, text.c_str());
  } else {
    statement_.bindNoCopy(index, text);
  }
}

bool Execution::read(const SQLite::Column& stored, std::int64_t& value) const {
  if (!stored.isInteger()) return false;
  value = stored.getInt64();
  return true;
}

bool Execution::read(const SQLite::Column& stored, bool& value) const {
  std::int64_t number = 0;
  if (!read(stored, number)) return false;
  value = number != 0;
  return true;
}

bool Execution::read(const SQLite::Column& stored, std::string& text) const {
  const auto found = text_in(stored);
  if (found) text = *found;
  return found.has_value();
}

bool Execution::read(const SQLite::Column& stored, JsonObject& object) const {
  const auto text = text_in(stored);
  if (text) object = base::StoredJson::object(std::string(*text));
  return text.has_value();
}

bool Execution::read(const SQLite::Column& stored, Timestamp& timestamp) const {
  std::int64_t microseconds = 0;
  if (!read(stored, microseconds)) return false;
  timestamp = Timestamp(std::chrono::microseconds(microseconds));
  return true;
}

bool Execution::read(const SQLite::Column& stored, base::Digest& digest) const {
  if (!stored.isBlob() || stored.getBytes() != static_cast<int>(digest.size())) return false;
  std::memcpy(digest.data(), stored.getBlob(), digest.size());
  return true;
}

std::optional<std::string_view> Execution::text_in(const SQLite::Column& stored) const {
  if (!stored.isText()) return std::nullopt;
  const char* const text = stored.getText(nullptr);
  if (text == nullptr) connection_.fail(SQLITE_NOMEM);
  return std::string_view(text, static_cast<std::size_t>(stored.getBytes()));
}

void Execution::refuse(int column) const {
  throw Error(ErrorCode::storage, connection_.path() + ": the file is damaged: the column " +
                                      statement_.getColumnName(column) +
                                      " holds what no registry stores");
}

SQLite::Statement& Statement::prepared() {
  if (!prepared_) {
    try {
      prepared_.emplace(connection_.database(), sql_);
    } catch (const SQLite::Exception& error) {
      connection_.fail(code_of(error));
    }
  }
  return *prepared_;
}

}  // namespace modelreg::storage
