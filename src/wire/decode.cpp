#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fields.hpp"
#include "json_scan.hpp"
#include "modelreg/json_text.hpp"
#include "stored_json.hpp"
#include "validation.hpp"

namespace modelreg {
namespace {

/// Moves the members of a scanned object into the fields of a record.
class Decoder {
 public:
  explicit Decoder(JsonScan& scan) : scan_(scan) {}

  template <class T>
  void operator()(std::string_view field, T& value) {
    if (JsonMember* const member = find(field)) {
      take(*member, value);
    } else {
      refuse(field, "is required", "missing");
    }
  }

  template <class T>
  void operator()(std::string_view field, std::optional<T>& value) {
    JsonMember* const member = find(field);
    if (member != nullptr && member->kind != JsonKind::null) take(*member, value.emplace());
  }

 private:
  JsonMember* find(std::string_view field) {
    const auto member = std::find_if(scan_.members.begin(), scan_.members.end(),
                                     [&](const JsonMember& m) { return m.name == field; });
    return member == scan_.members.end() ? nullptr : &*member;
  }

  void refuse(std::string_view field, std::string problem, std::string type) {
    scan_.violations.push_back({std::string(field), std::move(problem), std::move(type)});
  }

  bool require(const JsonMember& member, JsonKind kind, const char* problem, const char* type) {
    if (member.kind != kind) refuse(member.name, problem, type);
    return member.kind == kind;
  }
  bool require_string(const JsonMember& member) {
    return require(member, JsonKind::string, "must be a string", "string_type");
  }

  void take(JsonMember& member, std::string& text) {
    if (require_string(member)) text = std::move(member.text);
  }

  template <class Record>
  void take(JsonMember& member, Id<Record>& id) {
    if (require_string(member)) id = Id<Record>(std::move(member.text));
  }

  template <TextEnum E>
  void take(JsonMember& member, E& value) {
    if (!require_string(member)) return;
    if (const auto parsed = parse<E>(member.text)) {
      value = *parsed;
    } else {
      value = static_cast<E>(0xFF);  // for validate(), which knows the values to name
    }
  }

  void take(JsonMember& member, JsonObject& object) {
    if (require(member, JsonKind::object, "must be an object", "object_type")) {
      object = StoredJson::object(std::move(member.text));
    }
  }

  void take(JsonMember& member, Timestamp& moment) {
    if (!require_string(member)) return;
    const auto parsed = parse_timestamp(member.text);
    if (parsed) moment = *parsed;
    if (!parsed) {
      refuse(member.name, "must be an ISO 8601 date and time with an offset", "string_type");
    }
  }

  void take(JsonMember& member, std::int64_t& number) {
    if (!require(member, JsonKind::integer, "must be an integer", "int_type")) return;
    std::from_chars(member.text.data(), member.text.data() + member.text.size(), number);
  }

  void take(JsonMember& member, bool& value) {
    if (require(member, JsonKind::boolean, "must be true or false", "bool_type")) {
      value = member.text == "true";
    }
  }

  JsonScan& scan_;
};

bool names(const std::vector<Violation>& violations, const std::string& field) {
  return std::any_of(violations.begin(), violations.end(),
                     [&](const Violation& violation) { return violation.field == field; });
}

template <class Record>
Record decode(std::string_view text) {
  JsonScan scan = scan_json(text);
  if (!scan.syntax_error.empty()) {
    throw Error({{"", std::move(scan.syntax_error), "json_invalid"}});
  }
  if (!scan.complete) throw Error(std::move(scan.violations));  // what is missing is not known
  Record record{};
  Decoder decoder(scan);
  each_field(record, decoder);
  auto violations = std::move(scan.violations);
  for (auto& violation : validate(record)) {
    if (!names(violations, violation.field)) violations.push_back(std::move(violation));
  }
  require_valid(std::move(violations));
  return record;
}

}  // namespace

template <>
ModelGroup from_json_text<ModelGroup>(std::string_view text) {
  return decode<ModelGroup>(text);
}
template <>
NewModelGroup from_json_text<NewModelGroup>(std::string_view text) {
  return decode<NewModelGroup>(text);
}
template <>
ModelInstance from_json_text<ModelInstance>(std::string_view text) {
  return decode<ModelInstance>(text);
}
template <>
NewModelInstance from_json_text<NewModelInstance>(std::string_view text) {
  return decode<NewModelInstance>(text);
}

}  // namespace modelreg
