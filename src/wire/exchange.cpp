#include "wire/exchange.hpp"

#include <optional>
#include <utility>

#include "base/fields.hpp"
#include "base/json_scan.hpp"
#include "registry/validation.hpp"
#include "wire/decoder.hpp"
#include "wire/refusal.hpp"

namespace modelreg::wire {
namespace {

void require_valid(const std::vector<Violation>& violations) {
  if (violations.empty()) return;
  std::vector<LocatedViolation> located;
  for (const auto& violation : violations) located.push_back({"body", violation});
  refuse(located);
}

/// The account that the body names; nothing if it names none or may not.
std::optional<std::string> read_account_id(Decoder& decoder, AccountId rule) {
  std::optional<std::string> account_id;
  if (rule == AccountId::required) decoder("account_id", account_id.emplace());
  if (rule == AccountId::optional) decoder("account_id", account_id);
  return account_id;
}

}  // namespace

Exchange::Exchange(Session session_, std::vector<std::string> ids, QueryParameters parameters,
                   const std::string& body, UnknownFields unknown_fields)
    : session(std::move(session_)),
      query(std::move(parameters)),
      ids_(std::move(ids)),
      body_(body),
      unknown_fields_(unknown_fields) {}

void Exchange::require_own_account(const std::string& account_id) const {
  if (account_id == session.identity().account_id) return;
  refuse(403, "account_id must be the account of the API key");
}

void Exchange::check_query() {
  const auto account_id = query.text("account_id");
  if (!query.violations.empty()) refuse(query.violations);
  if (account_id) require_own_account(*account_id);
}

template <class Record>
Record Exchange::body(AccountId rule) const {
  base::JsonScan scan = base::scan_json(body_, base::rules_of_a_record(max_body_bytes));
  if (!scan.syntax_error.empty()) {
    refuse(400, "the body " + scan.syntax_error);
  }
  if (!scan.complete) require_valid(scan.violations);
  Record record{};
  Decoder decoder(scan);
  base::each_creatable_field(decoder, record);
  const auto account_id = read_account_id(decoder, rule);
  if (unknown_fields_ == UnknownFields::reject) decoder.refuse_unknown();
  merge(scan.violations, validate(record));
  require_valid(scan.violations);
  if (account_id) require_own_account(*account_id);
  return record;
}

template NewModelGroup Exchange::body(AccountId) const;
template NewModelInstance Exchange::body(AccountId) const;
template NewModelDeployment Exchange::body(AccountId) const;
template ModelGroupChanges Exchange::body(AccountId) const;
template ModelInstanceChanges Exchange::body(AccountId) const;
template ModelDeploymentChanges Exchange::body(AccountId) const;

}  // namespace modelreg::wire
