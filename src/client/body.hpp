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

template <class Changes>
[[nodiscard]] std::string body_of_changes(const Changes& changes) {
  require_valid(validate(changes));
  return to_json_text(changes);
}

/// Throws: `invalid_argument`, too, if an id was chosen, which the API has no place for.
template <class New>
[[nodiscard]] std::vector<Violation> violations_of_new(const New& record) {
  auto violations = validate(record);
  std::erase_if(violations, [](const Violation& violation) { return violation.field == "id"; });
  if (record.id) {
    violations.push_back({"id", "cannot be chosen: the platform makes the ids", "extra_forbidden"});
  }
  return violations;
}

/// What is new in the client's account, which must be known.
template <class New>
[[nodiscard]] std::string body_of_new(const New& record, const ClientOptions& options) {
  auto violations = violations_of_new(record);
  if (!options.account_id) {
    violations.push_back(
        {"account_id", "is required to create this: set ClientOptions::account_id", "missing"});
  }
  require_valid(std::move(violations));
  return to_json_text(record, *options.account_id);
}

}  // namespace modelreg::client
