#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/fields.hpp"
#include "base/json_scan.hpp"
#include "registry/model_type_traits.hpp"
#include "wire/decoder.hpp"

/// Records that are read from JSON text, and records and pages with others in them.
namespace modelreg::wire {

/// Of a text with several records in it.
inline constexpr std::size_t max_collection_bytes = std::size_t{256} << 20U;

/// A page has its items two levels further down than a record would have them.
inline base::JsonRules collection_rules(base::JsonKind outermost = base::JsonKind::object) {
  return {.outermost = outermost,
          .max_depth = max_json_depth + 2,
          .max_bytes = max_collection_bytes,
          .max_members = max_json_members,
          .known = registry::known_schemas()};
}

template <class Record>
base::JsonRules rules_of(const Record&) {
  auto rules = base::rules_of_a_record(max_json_text_bytes);
  if constexpr (std::is_same_v<Record, ModelInstance>) rules.known = registry::known_schemas();
  return rules;
}
inline base::JsonRules rules_of(const ViewedModelInstance&) { return collection_rules(); }
template <class Record>
base::JsonRules rules_of(const Page<Record>&) {
  return collection_rules();
}

/// What the rules of the whole text do not say about its members.
template <class Record>
void check_members(base::JsonScan&, const Record&) {}

/// The free-form objects of the instance are each a `JsonObject`, whatever is beside them.
inline void check_members(base::JsonScan& scan, const ViewedModelInstance&) {
  for (const auto& member : scan.members) {
    if (member.kind != base::JsonKind::object || member.known != nullptr) continue;
    if (member.name == "model_group") continue;
    auto nested = base::scan_json(member.text, {.max_depth = max_json_depth - 1}).violations;
    for (auto& violation : nested) violation.field = member.name;
    std::move(nested.begin(), nested.end(), std::back_inserter(scan.violations));
  }
}

/// What follows for the records within this one.
template <class Record>
AnswerOptions options_within(const base::JsonScan&, const Record&, const AnswerOptions& answer) {
  return answer;
}

/// Its deployments are its own.
inline AnswerOptions options_within(const base::JsonScan& scan, const ViewedModelInstance&,
                                    AnswerOptions answer) {
  for (const auto& member : scan.members) {
    if (member.name == "id" && member.kind == base::JsonKind::string) {
      answer.model_instance_id = ModelInstanceId(member.text);
    }
  }
  return answer;
}

template <class Record>
void add_what_is_known(base::JsonScan&, const Record&, const AnswerOptions&) {}

/// The platform need not say whose a deployment is.
inline void add_what_is_known(base::JsonScan& scan, const ModelDeployment&,
                              const AnswerOptions& answer) {
  if (!answer.model_instance_id) return;
  const std::string_view field = "model_instance_id";
  std::erase_if(scan.members, [&](const base::JsonMember& member) {
    return member.name == field && member.kind == base::JsonKind::null;
  });
  if (scan.find(field) != nullptr) return;
  scan.members.push_back(
      {std::string(field), base::JsonKind::string, answer.model_instance_id->str()});
}

template <class Record>
void take_fields(Decoder& decoder, Record& record) {
  base::each_field(decoder, record);
}

template <class Record>
void take_fields(Decoder& decoder, Page<Record>& page) {
  std::int64_t items_per_page = 0;
  decoder("current_page", page.current_page);
  decoder("items", page.items);
  decoder("items_per_page", items_per_page);
  decoder("total_item_count", page.total_item_count);
  page.items_per_page = static_cast<int>(
      std::clamp<std::int64_t>(items_per_page, -1, std::numeric_limits<int>::max()));
}

template <class Record>
std::vector<Violation> violations_of(const Record& record) {
  return validate(record);
}
inline std::vector<Violation> violations_of(const ViewedModelInstance& viewed) {
  return validate(viewed.model_instance);
}
template <class Record>
std::vector<Violation> violations_of(const Page<Record>& page) {
  std::vector<Violation> violations;
  const auto require = [&](bool holds, const char* field, const char* problem) {
    if (!holds) violations.push_back({field, problem, "greater_than_equal"});
  };
  require(page.current_page >= 1, "current_page", "must be 1 or more");
  require(page.items_per_page >= 0, "items_per_page", "must be 0 or more");
  require(page.total_item_count >= 0, "total_item_count", "must be 0 or more");
  return violations;
}

template <class Record>
std::vector<Violation> read_record(std::string_view text, Record& record,
                                   const AnswerOptions* answer) {
  base::JsonScan scan = base::scan_json(text, rules_of(record));
  if (!scan.syntax_error.empty()) return {{"", std::move(scan.syntax_error), "json_invalid"}};
  if (!scan.complete) return std::move(scan.violations);  // what is missing is not known
  check_members(scan, record);
  AnswerOptions within;
  if (answer != nullptr) {
    add_what_is_known(scan, record, *answer);
    within = options_within(scan, record, *answer);
  }
  Decoder decoder(scan, answer == nullptr ? nullptr : &within);
  take_fields(decoder, record);
  merge(scan.violations, violations_of(record));
  sort_by_field(scan.violations, decoder.fields());
  return std::move(scan.violations);
}

template <class Record>
std::vector<Violation> read_records(std::string_view text, std::vector<Record>& records,
                                    const AnswerOptions* answer) {
  constexpr std::size_t most_violations = 100;
  base::JsonScan scan = base::scan_json(text, collection_rules(base::JsonKind::array));
  records.reserve(scan.members.size());
  for (const auto& member : scan.members) {
    if (scan.violations.size() >= most_violations) break;
    if (member.kind != base::JsonKind::object) {
      scan.violations.push_back({member.name, "must be an object", "dict_type"});
    } else {
      add_at(member.name, read_record(member.json(), records.emplace_back(), answer),
             scan.violations);
    }
  }
  return std::move(scan.violations);
}

}  // namespace modelreg::wire
