#pragma once

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_scan.hpp"
#include "base/stored_json.hpp"
#include "modelreg/change.hpp"
#include "modelreg/enum_text.hpp"
#include "modelreg/id.hpp"
#include "modelreg/json_object.hpp"
#include "modelreg/timestamp.hpp"

namespace modelreg::wire {

/// Moves the members of a scanned object into the fields of a record, and adds to the violations of
/// the scan those that come to light.
class Decoder {
 public:
  explicit Decoder(base::JsonScan& scan) : scan_(scan) {}

  /// Refuse the members that no field has taken.
  void refuse_unknown() {
    for (const auto& member : scan_.members) {
      if (std::find(asked_.begin(), asked_.end(), member.name) != asked_.end()) continue;
      refuse(member.name, "is not a field of this request", "extra_forbidden");
    }
  }

  /// The fields that were asked for, in their order.
  [[nodiscard]] const std::vector<std::string_view>& fields() const noexcept { return asked_; }

  template <class T>
  void operator()(std::string_view field, T& value) {
    if (base::JsonMember* const member = find(field)) {
      take(*member, value);
    } else {
      refuse(field, "is required", "missing");
    }
  }

  template <class T>
  void operator()(std::string_view field, std::optional<T>& value) {
    base::JsonMember* const member = find(field);
    if (member != nullptr && member->kind != base::JsonKind::null) take(*member, value.emplace());
  }

  template <class T>
  void operator()(std::string_view field, Change<T>& change) {
    base::JsonMember* const member = find(field);
    if (member == nullptr) return;
    if (member->kind == base::JsonKind::null) {
      change = clear;
    } else {
      T value{};
      take(*member, value);
      change = std::move(value);
    }
  }

  /// Name a field that is read elsewhere, so that it is not unknown.
  void expect(std::string_view field) { asked_.push_back(field); }

  void refuse(std::string_view field, std::string problem, std::string type) {
    std::erase_if(scan_.violations, [&](const Violation& v) { return v.field == field; });
    scan_.violations.push_back({std::string(field), std::move(problem), std::move(type)});
  }

 private:
  base::JsonMember* find(std::string_view field) {
    asked_.push_back(field);
    const auto member = std::find_if(scan_.members.begin(), scan_.members.end(),
                                     [&](const base::JsonMember& m) { return m.name == field; });
    return member == scan_.members.end() ? nullptr : &*member;
  }

  bool require(const base::JsonMember& member, base::JsonKind kind, const char* problem,
               const char* type) {
    if (member.kind != kind) refuse(member.name, problem, type);
    return member.kind == kind;
  }
  bool require_string(const base::JsonMember& member) {
    return require(member, base::JsonKind::string, "must be a string", "string_type");
  }

  void take(base::JsonMember& member, std::string& text) {
    if (require_string(member)) text = std::move(member.text);
  }

  template <class Record>
  void take(base::JsonMember& member, Id<Record>& id) {
    if (require_string(member)) id = Id<Record>(std::move(member.text));
  }

  template <TextEnum E>
  void take(base::JsonMember& member, E& value) {
    const auto parsed =
        member.kind == base::JsonKind::string ? parse<E>(member.text) : std::nullopt;
    value = parsed.value_or(static_cast<E>(0xFF));  // for validate(), which knows the values
  }

  void take(base::JsonMember& member, JsonObject& object) {
    if (require(member, base::JsonKind::object, "must be an object", "dict_type")) {
      object = base::StoredJson::object(std::move(member.text));
    }
  }

  void take(base::JsonMember& member, Timestamp& timestamp) {
    if (!require_string(member)) return;
    const auto parsed = parse_timestamp(member.text);
    if (parsed) timestamp = *parsed;
    if (!parsed) {
      refuse(member.name, "must be an ISO 8601 date and time with an offset", "string_type");
    }
  }

  void take(base::JsonMember& member, std::int64_t& number) {
    if (!require(member, base::JsonKind::integer, "must be an integer", "int_type")) return;
    std::from_chars(member.text.data(), member.text.data() + member.text.size(), number);
  }

  void take(base::JsonMember& member, bool& value) {
    if (require(member, base::JsonKind::boolean, "must be true or false", "bool_type")) {
      value = member.text == "true";
    }
  }

  base::JsonScan& scan_;
  std::vector<std::string_view> asked_;  // the fields that were looked for; literals
};

/// Put `violations` in the order of `fields`; those of other fields come last.
inline void sort_by_field(std::vector<Violation>& violations,
                          const std::vector<std::string_view>& fields) {
  const auto place_of = [&](const Violation& violation) {
    return std::find(fields.begin(), fields.end(), violation.field);
  };
  std::stable_sort(violations.begin(), violations.end(),
                   [&](const Violation& left, const Violation& right) {
                     return place_of(left) < place_of(right);
                   });
}

/// Add to `violations` those of `more` whose field is not at fault already.
inline void merge(std::vector<Violation>& violations, std::vector<Violation> more) {
  for (auto& violation : more) {
    const bool named =
        std::any_of(violations.begin(), violations.end(),
                    [&](const Violation& known) { return known.field == violation.field; });
    if (!named) violations.push_back(std::move(violation));
  }
}

}  // namespace modelreg::wire
