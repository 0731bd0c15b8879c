#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fields.hpp"
#include "base/json_string.hpp"
#include "base/timestamp_text.hpp"

namespace modelreg::wire {

/// Writes the members of one JSON object, spliced from text.
class Encoder {
 public:
  Encoder() { json_.reserve(usual_bytes); }

  template <class T>
  void operator()(std::string_view field, const T& value) {
    append_name(field);
    append(value);
  }

  /// A field without a value is left out.
  template <class T>
  void operator()(std::string_view field, const std::optional<T>& value) {
    if (value) (*this)(field, *value);
  }

  /// A field that is kept is left out, and one that is cleared is null.
  template <class T>
  void operator()(std::string_view field, const Change<T>& change) {
    (*this)(field, change.value());
    if (change.clears()) {
      append_name(field);
      json_ += "null";
    }
  }

  /// A member whose name is somebody else's.
  void member(const std::string& name, const std::string& value) {
    json_ += ',';
    base::append_json_string(json_, name);
    json_ += ':';
    base::append_json_string(json_, value);
  }

  /// The object. Nothing can be added after that.
  [[nodiscard]] std::string finish() {
    close(0);
    return std::move(json_);
  }

 private:
  static constexpr std::size_t usual_bytes = 4096;  // of an instance, most of it its schemas
  static constexpr std::size_t most_room = std::size_t{1} << 20;  // to be made at once
  static constexpr std::size_t longest_name = 60;

  /// End the object that starts there: the comma before its first member becomes its brace.
  void close(std::size_t start) {
    if (json_.size() == start) json_ += ',';
    json_[start] = '{';
    json_ += '}';
  }

  /// The field's name is one of ours, so nothing in it needs an escape.
  void append_name(std::string_view field) {
    std::array<char, longest_name + 4> text;
    char* end = text.data();
    *end++ = ',';
    *end++ = '"';
    end = std::copy(field.begin(), field.end(), end);
    *end++ = '"';
    *end++ = ':';
    json_.append(text.data(), static_cast<std::size_t>(end - text.data()));
  }

  void append(std::string_view text) { base::append_json_string(json_, text); }
  void append(const JsonObject& object) { json_ += object.text(); }
  void append(Timestamp timestamp) {
    base::append_quoted(json_, base::TimestampText(timestamp).view());
  }
  void append(TextEnum auto value) { base::append_quoted(json_, to_string(value)); }
  void append(std::int64_t number) { json_ += std::to_string(number); }
  void append(int number) { json_ += std::to_string(number); }
  void append(bool value) { json_ += value ? "true" : "false"; }
  template <class Record>
  void append(const Id<Record>& id) {
    append(id.str());
  }
  template <class Record>
  requires requires(const Record& record, Encoder& encoder) { base::each_field(encoder, record); }
  void append(const Record& record) {
    const std::size_t start = json_.size();
    base::each_field(*this, record);
    close(start);
  }
  template <class Record>
  void append(const std::vector<Record>& records) {
    json_ += '[';
    const std::size_t start = json_.size();
    for (const Record& record : records) {
      if (json_.size() > start) json_ += ',';
      append(record);
      if (&record == &records.front()) make_room(records.size() - 1, json_.size() - start);
    }
    json_ += ']';
  }

  /// Make room for so many records more, each of about so many bytes.
  void make_room(std::size_t records, std::size_t bytes) {
    json_.reserve(json_.size() + std::min(records * (bytes + bytes / 8), most_room));
  }

  std::string json_;
};

}  // namespace modelreg::wire
