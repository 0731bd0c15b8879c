#pragma once

#include <SQLiteCpp/Statement.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/digest.hpp"
#include "modelreg/enum_text.hpp"
#include "modelreg/id.hpp"
#include "modelreg/json_object.hpp"
#include "modelreg/timestamp.hpp"
#include "storage/connection.hpp"

namespace modelreg::storage {

/// One execution of a statement: its parameters, then its rows. Ends with the object, on every way
/// out, so that no statement keeps a lock. What it reads is checked to be what it should be.
class Execution {
 public:
  /// Bind the parameters ?1, ?2, … to `values`. Texts are bound where they stand, and must stay
  /// there as long as the execution.
  template <class... Values>
  Execution(Connection& connection, SQLite::Statement& statement, Values&&... values)
      : connection_(connection), statement_(statement) {
    static_assert(!(std::is_same_v<std::string, Values> || ...), "a temporary text would dangle");
    connection_.restart_deadline();
    (bind_next(values), ...);
  }
  ~Execution();

  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;

  /// Bind the parameter behind those that are bound. A text must stay where it stands.
  template <class T>
  void bind_next(const T& value) {
    bind(++bound_, value);
  }

  /// Go to the next row; false if there is none.
  bool step();

  /// Go to the next row and return its only column, a key or a count; nothing if there is no row.
  [[nodiscard]] std::optional<std::int64_t> key();

  /// Run to the end a statement that yields no rows. Returns how many rows it changed.
  int run();

  /// Copy the columns of the row into `values`, from the first column on.
  template <class... Values>
  void read_all(Values&... values) const {
    int column = 0;
    (read(column++, values), ...);
  }

  /// Copy one column of the row into `value`.
  template <class T>
  void read(int column, T& value) const {
    if (!read(statement_.getColumn(column), value)) refuse(column);
  }
  template <class T>
  void read(int column, std::optional<T>& value) const {
    const SQLite::Column stored = statement_.getColumn(column);
    if (read(stored, value.emplace())) return;
    value.reset();
    if (!stored.isNull()) refuse(column);
  }

 private:
  void bind(int index, std::nullptr_t) { statement_.bind(index); }
  void bind(int index, std::int64_t value) { statement_.bind(index, value); }
  void bind(int index, int value) { statement_.bind(index, value); }
  void bind(int index, bool value) { statement_.bind(index, value ? 1 : 0); }
  void bind(int index, const std::string& text);
  void bind(int index, const base::Digest& digest) {
    statement_.bindNoCopy(index, digest.data(), static_cast<int>(digest.size()));
  }
  void bind(int index, const JsonObject& object) { bind(index, object.text()); }
  void bind(int index, Timestamp timestamp) { bind(index, timestamp.time_since_epoch().count()); }
  void bind(int index, TextEnum auto value) {
    statement_.bindNoCopy(index, to_string(value).data());  // a literal, so NUL ends it
  }
  template <class Record>
  void bind(int index, const Id<Record>& id) {
    bind(index, id.str());
  }
  template <class T>
  void bind(int index, const std::optional<T>& value) {
    if (value) {
      bind(index, *value);
    } else {
      bind(index, nullptr);
    }
  }

  // Each of these is false if what is stored is no such value.
  [[nodiscard]] bool read(const SQLite::Column& stored, std::int64_t& value) const;
  [[nodiscard]] bool read(const SQLite::Column& stored, bool& value) const;
  [[nodiscard]] bool read(const SQLite::Column& stored, std::string& text) const;
  [[nodiscard]] bool read(const SQLite::Column& stored, JsonObject& object) const;
  [[nodiscard]] bool read(const SQLite::Column& stored, Timestamp& timestamp) const;
  [[nodiscard]] bool read(const SQLite::Column& stored, base::Digest& digest) const;
  template <TextEnum E>
  [[nodiscard]] bool read(const SQLite::Column& stored, E& value) const {
    const auto text = text_in(stored);
    const auto parsed = text ? parse<E>(*text) : std::nullopt;
    if (parsed) value = *parsed;
    return parsed.has_value();
  }
  template <class Record>
  [[nodiscard]] bool read(const SQLite::Column& stored, Id<Record>& id) const {
    const auto text = text_in(stored);
    if (text) id = Id<Record>(std::string(*text));
    return text.has_value();
  }

  [[nodiscard]] std::optional<std::string_view> text_in(const SQLite::Column& stored) const;
  [[noreturn]] void refuse(int column) const;

  Connection& connection_;
  SQLite::Statement& statement_;
  int bound_ = 0;  // how many parameters are
};

/// A statement, prepared at its first use and then kept: preparing costs more than running.
class Statement {
 public:
  Statement(Connection& connection, std::string sql)
      : connection_(connection), sql_(std::move(sql)) {}

  /// Prepare it already, so that running it takes no memory.
  void prepare() { (void)prepared(); }
  /// Prepare it anew at its next use.
  void forget() noexcept { prepared_.reset(); }

  /// Start an execution with the parameters ?1, ?2, … bound to `values`. One at a time.
  template <class... Values>
  [[nodiscard]] Execution start(Values&&... values) {
    return Execution(connection_, prepared(), std::forward<Values>(values)...);
  }

  /// Run a statement that yields no rows. Returns how many rows it changed.
  template <class... Values>
  int run(Values&&... values) {
    return start(std::forward<Values>(values)...).run();
  }

 private:
  SQLite::Statement& prepared();

  Connection& connection_;
  std::string sql_;
  std::optional<SQLite::Statement> prepared_;
};

}  // namespace modelreg::storage
