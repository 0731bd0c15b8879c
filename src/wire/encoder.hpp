#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json_string.hpp"
#include "modelreg/json_text.hpp"

namespace modelreg::wire {

/// Writes the members of one JSON object, spliced from text.
class Encoder {
 public:
  /// The field's name is one of ours, so nothing in it needs an escape.
  template <class T>
  void operator()(std::string_view field, const T& value) {
    json_ += json_.size() > 1 ? ",\"" : "\"";
    json_ += field;
    json_ += "\":";
    append(value);
  }

  /// A field without a value is left out.
  template <class T>
  void operator()(std::string_view field, const std::optional<T>& value) {
    if (value) (*this)(field, *value);
  }

  /// The object. Nothing can be added after that.
  [[nodiscard]] std::string finish() {
    json_ += '}';
    return std::move(json_);
  }

 private:
  void append(const std::string& text) { append_json_string(json_, text); }
  void append(const JsonObject& object) { json_ += object.text(); }
  void append(Timestamp moment) { append(to_string(moment)); }
  void append(TextEnum auto value) { append_json_string(json_, to_string(value)); }
  void append(std::int64_t number) { json_ += std::to_string(number); }
  void append(int number) { json_ += std::to_string(number); }
  void append(bool value) { json_ += value ? "true" : "false"; }
  template <class Record>
  void append(const Id<Record>& id) {
    append(id.str());
  }
  template <class Record>
  requires requires(const Record& record) { to_json_text(record); }
  void append(const Record& record) { json_ += to_json_text(record); }
  template <class Record>
  void append(const std::vector<Record>& records) {
    json_ += '[';
    for (const Record& record : records) {
      if (json_.back() != '[') json_ += ',';
      append(record);
    }
    json_ += ']';
  }

  std::string json_ = "{";
};

}  // namespace modelreg::wire
