#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/compact_reader.hpp"
#include "base/fields.hpp"
#include "base/stored_json.hpp"
#include "modelreg/change.hpp"
#include "modelreg/enum_text.hpp"
#include "modelreg/limits.hpp"
#include "modelreg/page.hpp"
#include "modelreg/timestamp.hpp"
#include "registry/model_type_traits.hpp"
#include "wire/record_rules.hpp"

namespace modelreg::wire {

/// Reads a record straight into its fields, in one go over the text and without copies, if the text
/// has the fields in their order, and no others, and is without fault: so this library writes them.
/// Any other text is a `Decoder`'s to read, and to refuse.
class CompactDecoder {
 public:
  explicit CompactDecoder(base::CompactReader& reader) : reader_(reader) {}

  /// Whether all of `record` was read, and keeps its rules.
  template <class Record>
  [[nodiscard]] bool read(Record& record) {
    const std::size_t start = reader_.at();
    take_fields(*this, record);
    return sound_ && (before_ == ',' ? reader_.take('}') : reader_.take("{}")) &&
           reader_.since(start).size() <= max_bytes_of<Record> && violations_of(record).empty();
  }

  template <class T>
  void operator()(std::string_view field, T& value) {
    sound_ = sound_ && begin(field) && take(value);
  }

  template <class T>
  void operator()(std::string_view field, std::optional<T>& value) {
    if (sound_ && begin(field)) sound_ = reader_.take("null") || take(value.emplace());
  }

  template <class T>
  void operator()(std::string_view field, Change<T>& change) {
    if (!sound_ || !begin(field)) return;
    if (reader_.take("null")) {
      change = clear;
    } else {
      T value{};
      sound_ = take(value);
      change = std::move(value);
    }
  }

 private:
  bool begin(std::string_view field) noexcept {
    if (!reader_.take_key(before_, field)) return false;
    before_ = ',';
    return true;
  }

  bool take(std::string& text) { return reader_.string(text); }

  template <class Record>
  bool take(Id<Record>& id) {
    std::string text;
    if (!take(text)) return false;
    id = Id<Record>(std::move(text));
    return true;
  }

  template <TextEnum E>
  bool take(E& value) {
    std::string_view text;
    const auto parsed = reader_.plain_string(text) ? parse<E>(text) : std::nullopt;
    if (parsed) value = *parsed;
    return parsed.has_value();
  }

  bool take(Timestamp& timestamp) {
    std::string_view text;
    const auto parsed = reader_.plain_string(text) ? parse_timestamp(text) : std::nullopt;
    if (parsed) timestamp = *parsed;
    return parsed.has_value();
  }

  bool take(JsonObject& object) {
    if (const auto* const known = reader_.known()) {
      object = *known;
      return true;
    }
    const std::size_t start = reader_.at();
    if (reader_.next() != '{' || !reader_.structure()) return false;
    const auto text = reader_.since(start);
    object = base::StoredJson::object(std::string(text));
    return text.size() <= max_text_bytes;
  }

  bool take(std::int64_t& number) {
    const std::size_t start = reader_.at();
    base::JsonKind kind{};
    if (!reader_.scalar(kind) || kind != base::JsonKind::integer) return false;
    const auto text = reader_.since(start);
    return std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc();
  }

  bool take(bool& value) {
    value = reader_.take("true");
    return value || reader_.take("false");
  }

  template <NestedRecord Record>
  bool take(Record& record) {
    return CompactDecoder(reader_).read(record);
  }

  template <NestedRecord Record>
  bool take(std::vector<Record>& records) {
    if (reader_.take("[]")) return true;
    for (char before = '['; reader_.take(before); before = ',') {
      const std::size_t start = reader_.at();
      if (records.size() == max_json_members || !take(records.emplace_back())) return false;
      if (before == '[') make_room(records, reader_.since(start).size());
    }
    return reader_.take(']');
  }

  /// For as many records as there may be, if each has so many bytes.
  template <class Record>
  void make_room(std::vector<Record>& records, std::size_t bytes) const {
    constexpr std::size_t most = 1000;  // to be made at once
    records.reserve(std::min(1 + reader_.left() / bytes, most));
  }

  base::CompactReader& reader_;
  char before_ = '{';  // the next field
  bool sound_ = true;
};

/// Whether `text` is all of a record of that kind; then it was read.
template <class Record>
[[nodiscard]] bool read_compact(std::string_view text, Record& record) {
  if (text.size() > max_bytes_of<Record>) return false;
  base::CompactReader reader(text, max_json_depth - 1, registry::known_schemas());
  return CompactDecoder(reader).read(record) && reader.at_end();
}

}  // namespace modelreg::wire
