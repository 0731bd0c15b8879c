#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/json_scan.hpp"
#include "modelreg/wire.hpp"
#include "wire/decoder.hpp"

/// The bodies of answers that are no records.
namespace modelreg {
namespace {

using base::JsonKind;
using base::JsonMember;

base::JsonScan scan(std::string_view text, JsonKind outermost = JsonKind::object) {
  auto found = base::scan_json(text, {.outermost = outermost});
  if (!found.syntax_error.empty()) {
    throw Error({{"", std::move(found.syntax_error), "json_invalid"}});
  }
  if (!found.violations.empty()) throw Error(std::move(found.violations));
  return found;
}

[[noreturn]] void refuse_detail() {
  throw Error({{"detail", "must be a sentence or a list of violations", "value_error"}});
}

/// Where a violation is, in the words of a record: `deployments[2].name`. What is first in `loc`,
/// the body or the query, is no part of it, nor is which value of a query's list it is.
std::string field_at(const std::vector<JsonMember>& loc) {
  std::string field;
  for (std::size_t i = 1; i < loc.size(); ++i) {
    if (loc[i].kind == JsonKind::string) {
      field.append(field.empty() ? "" : ".").append(loc[i].text);
    } else if (loc[i].kind == JsonKind::integer && loc.front().text != "query") {
      field.append("[").append(loc[i].text).append("]");
    }
  }
  return field;
}

Violation violation_in(const JsonMember& element) {
  if (element.kind != JsonKind::object) refuse_detail();
  Violation violation;
  auto members = scan(element.text);
  for (auto& member : members.members) {
    if (member.name == "loc" && member.kind == JsonKind::array) {
      violation.field = field_at(scan(member.text, JsonKind::array).members);
    }
    if (member.kind != JsonKind::string) continue;
    if (member.name == "msg") violation.problem = std::move(member.text);
    if (member.name == "type") violation.type = std::move(member.text);
  }
  if (violation.problem.empty()) refuse_detail();
  return violation;
}

}  // namespace

template <>
Deleted from_json_text<Deleted>(std::string_view text) {
  auto found = scan(text);
  wire::Decoder decoder(found);
  Deleted deleted;
  decoder("count", deleted.count);
  decoder("success", deleted.success);
  if (!found.violations.empty()) throw Error(std::move(found.violations));
  return deleted;
}

template <>
Refused from_json_text<Refused>(std::string_view text) {
  auto found = scan(text);
  Refused refused;
  for (auto& member : found.members) {
    if (member.name != "detail") continue;
    if (member.kind == JsonKind::string) {
      refused.detail = std::move(member.text);
    } else if (member.kind == JsonKind::array) {
      for (const auto& element : scan(member.text, JsonKind::array).members) {
        refused.violations.push_back(violation_in(element));
      }
    }
  }
  if (refused.detail.empty() && refused.violations.empty()) refuse_detail();
  return refused;
}

}  // namespace modelreg
