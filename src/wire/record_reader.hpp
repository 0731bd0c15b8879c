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
#include "wire/compact_decoder.hpp"
#include "wire/decoder.hpp"
#include "wire/record_rules.hpp"

/// Records that are read from JSON text, and records and pages with others in them.
namespace modelreg::wire {

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
std::vector<Violation> read_record(std::string_view text, Record& record,
                                   const AnswerOptions* answer) {
  if (read_compact(text, record)) return {};
  record = Record{};
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
