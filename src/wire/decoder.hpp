#pragma once

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fields.hpp"
#include "base/json_scan.hpp"
#include "base/stored_json.hpp"
#include "modelreg/change.hpp"
#include "modelreg/enum_text.hpp"
#include "modelreg/id.hpp"
#include "modelreg/json_object.hpp"
#include "modelreg/json_text.hpp"
#include "modelreg/timestamp.hpp"
#include "registry/validation.hpp"
#include "wire/edition.hpp"
#include "wire/record_rules.hpp"

namespace modelreg::wire {

/// Read a record, or an array of them, that stands within another one: fills it and returns what is
/// wrong with it. Defined in `record_reader.hpp`, for those who read such records.
template <class Record>
[[nodiscard]] std::vector<Violation> read_record(std::string_view text, Record& record,
                                                 const AnswerOptions* answer);
template <class Record>
[[nodiscard]] std::vector<Violation> read_records(std::string_view text,
                                                  std::vector<Record>& records,
                                                  const AnswerOptions* answer);

/// Add to `violations` those of `nested`, which were found in what is at `place`.
inline void add_at(const std::string& place, std::vector<Violation> nested,
                   std::vector<Violation>& violations) {
  for (auto& violation : nested) {
    const bool separate = !violation.field.empty() && violation.field.front() != '[';
    violation.field = place + (separate ? "." : "") + violation.field;
    violations.push_back(std::move(violation));
  }
}

/// Whether `text` could be an enum's value: only such a text is repeated in a message.
[[nodiscard]] inline bool is_spelt_as_enum(std::string_view text) {
  constexpr std::size_t longest = 64;
  return !text.empty() && text.size() <= longest &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == std::string_view::npos;
}

/// Moves the members of a scanned object into the fields of a record, and adds to the violations of
/// the scan those that come to light. A field that the edition does not have is unknown.
class Decoder {
 public:
  /// `answer`: how an answer of the platform is read; nothing if the text is none.
  explicit Decoder(base::JsonScan& scan, const AnswerOptions* answer = nullptr,
                   Edition edition = Edition::current)
      : scan_(scan), answer_(answer), edition_(edition) {
    asked_.reserve(scan.members.size());
  }

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
    if (!knows_field(edition_, field)) return nullptr;
    asked_.push_back(field);
    // Most texts have their members in the order of the fields.
    if (next_ < scan_.members.size() && scan_.members[next_].name == field) {
      return &scan_.members[next_++];
    }
    const auto member = std::find_if(scan_.members.begin(), scan_.members.end(),
                                     [&](const base::JsonMember& m) { return m.name == field; });
    if (member == scan_.members.end()) return nullptr;
    next_ = static_cast<std::size_t>(member - scan_.members.begin()) + 1;
    return &*member;
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
    const bool is_text = member.kind == base::JsonKind::string;
    const auto parsed = is_text ? parse<E>(member.text) : std::nullopt;
    if (parsed && knows_value(edition_, *parsed)) {
      value = *parsed;
    } else if (is_text && answer_ != nullptr && is_spelt_as_enum(member.text)) {
      if (take_unknown(value)) return;
      refuse(member.name,
             "is " + member.text + ", which this version of modelreg does not know; it " +
                 values_of<E>(),
             "enum");
    } else {
      refuse(member.name, values_of<E>(), "enum");
    }
  }

  template <TextEnum E>
  [[nodiscard]] std::string values_of() const {
    return registry::one_of_its_values<E>(
        [this](E candidate) { return knows_value(edition_, candidate); });
  }

  /// A vendor that only a newer platform knows is one of the others, if that was asked for.
  [[nodiscard]] bool take_unknown(ModelVendor& vendor) const {
    if (answer_->unknown_enums != UnknownEnums::as_other) return false;
    vendor = ModelVendor::other;
    return true;
  }
  template <class E>
  [[nodiscard]] static bool take_unknown(E&) {
    return false;
  }

  void take(base::JsonMember& member, JsonObject& object) {
    if (!require(member, base::JsonKind::object, "must be an object", "dict_type")) return;
    object =
        member.known != nullptr ? *member.known : base::StoredJson::object(std::move(member.text));
  }

  void take(base::JsonMember& member, Timestamp& timestamp) {
    if (!require_string(member)) return;
    auto parsed = parse_timestamp(member.text);
    if (!parsed) parsed = parse_timestamp(member.text + "Z");  // without an offset, it is UTC
    if (parsed) timestamp = *parsed;
    if (!parsed) refuse(member.name, "must be an ISO 8601 date and time", "string_type");
  }

  void take(base::JsonMember& member, std::int64_t& number) {
    if (!require(member, base::JsonKind::integer, "must be an integer", "int_type")) return;
    const auto read =
        std::from_chars(member.text.data(), member.text.data() + member.text.size(), number);
    if (read.ec != std::errc()) refuse(member.name, "must be an integer of 64 bits", "int_type");
  }

  void take(base::JsonMember& member, bool& value) {
    if (require(member, base::JsonKind::boolean, "must be true or false", "bool_type")) {
      value = member.text == "true";
    }
  }

  template <NestedRecord Record>
  void take(base::JsonMember& member, Record& record) {
    if (!require(member, base::JsonKind::object, "must be an object", "dict_type")) return;
    add_at(member.name, read_record(member.json(), record, answer_), scan_.violations);
  }

  template <NestedRecord Record>
  void take(base::JsonMember& member, std::vector<Record>& records) {
    if (!require(member, base::JsonKind::array, "must be an array", "list_type")) return;
    add_at(member.name, read_records(member.text, records, answer_), scan_.violations);
  }

  base::JsonScan& scan_;
  const AnswerOptions* answer_;
  Edition edition_;
  std::size_t next_ = 0;                 // behind the member that was found last
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
