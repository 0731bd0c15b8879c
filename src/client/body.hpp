#pragma once

#include <string>
#include <utility>
#include <vector>

#include "client/caller.hpp"

/// The bodies of requests, checked before they are sent.
namespace modelreg::client {

inline void require_valid(std::vector<Violation> violations) {
  if (!violations.empty()) throw Error(std::move(violations));
}

/// What of a record only the current edition has.
template <class Record>
[[nodiscard]] std::vector<Violation> violations_of_edition(const Record&) {
  return {};
}
[[nodiscard]] inline std::vector<Violation> violations_of_edition(bool has_vendor,
                                                                  bool has_display_name) {
  constexpr const char* problem =
      "is of Edition::current, which the client was not told that the platform speaks";
  std::vector<Violation> violations;
  if (has_vendor) violations.push_back({"model_vendor", problem, "enum"});
  if (has_display_name) violations.push_back({"display_name", problem, "extra_forbidden"});
  return violations;
}
[[nodiscard]] inline std::vector<Violation> violations_of_edition(const NewModelInstance& record) {
  return violations_of_edition(record.model_vendor == ModelVendor::vertex_ai,
                               record.display_name.has_value());
}
[[nodiscard]] inline std::vector<Violation> violations_of_edition(
    const ModelInstanceChanges& changes) {
  return violations_of_edition(changes.model_vendor.value() == ModelVendor::vertex_ai,
                               !changes.display_name.keeps());
}

/// Everything that is wrong with a record or with changes, the platform's edition included.
template <class Record>
[[nodiscard]] std::vector<Violation> violations_for(const Record& record, Edition edition) {
  auto violations = validate(record);
  if (edition == Edition::current) return violations;
  for (auto& unknown : violations_of_edition(record)) violations.push_back(std::move(unknown));
  return violations;
}

template <class Changes>
[[nodiscard]] std::string body_of_changes(const Changes& changes, const ClientOptions& options) {
  require_valid(violations_for(changes, options.edition));
  return to_json_text(changes);
}

/// Throws: `invalid_argument`, too, if an id was chosen, which the API has no place for.
template <class New>
[[nodiscard]] std::vector<Violation> violations_of_new(const New& record,
                                                       const ClientOptions& options) {
  auto violations = violations_for(record, options.edition);
  std::erase_if(violations, [](const Violation& violation) { return violation.field == "id"; });
  if (record.id) {
    violations.push_back({"id", "cannot be chosen: the platform makes the ids", "extra_forbidden"});
  }
  return violations;
}

/// What is new in the client's account, which must be known.
template <class New>
[[nodiscard]] std::string body_of_new(const New& record, const ClientOptions& options) {
  auto violations = violations_of_new(record, options);
  if (!options.account_id) {
    violations.push_back(
        {"account_id", "is required to create this: set ClientOptions::account_id", "missing"});
  }
  require_valid(std::move(violations));
  return to_json_text(record, *options.account_id);
}

}  // namespace modelreg::client
