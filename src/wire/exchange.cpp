#include "wire/exchange.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/fields.hpp"
#include "base/json_scan.hpp"
#include "registry/validation.hpp"
#include "wire/decoder.hpp"
#include "wire/headers.hpp"
#include "wire/refusal.hpp"

namespace modelreg::wire {
namespace {

void require_valid(const std::vector<Violation>& violations) {
  if (violations.empty()) return;
  std::vector<LocatedViolation> located;
  for (const auto& violation : violations) located.push_back({"body", violation});
  refuse(located);
}

[[noreturn]] void refuse_body(std::string problem, const char* type,
                              std::optional<std::size_t> byte = {}) {
  refuse({{"body", {"", "the body " + std::move(problem), type}, byte}});
}

/// Whether the body is said to be JSON, as it is where nothing is said.
bool is_json(std::optional<std::string_view> content_type) {
  if (!content_type || content_type->empty()) return true;
  std::string type(content_type->substr(0, content_type->find_first_of("; \t")));
  std::transform(type.begin(), type.end(), type.begin(), lower);
  return type == "application/json" ||
         (type.starts_with("application/") && type.ends_with("+json"));
}

/// The members of the body, which must be a JSON object.
base::JsonScan scan_body(const Request& request) {
  if (request.body.empty()) refuse_body("is required", "missing");
  if (!is_json(find_header(request, "content-type"))) {
    refuse_body("must be JSON, and its content-type must say so", "model_attributes_type");
  }
  base::JsonScan scan = base::scan_json(request.body, base::rules_of_a_record(max_body_bytes));
  if (scan.found == base::JsonKind::null) refuse_body("is required", "missing");
  if (scan.found) refuse_body(scan.syntax_error, "model_attributes_type");
  if (!scan.syntax_error.empty()) refuse_body(scan.syntax_error, "json_invalid", scan.error_byte);
  return scan;
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
                   const Request& request, const HandleOptions& options)
    : session(std::move(session_)),
      query(std::move(parameters)),
      ids_(std::move(ids)),
      request_(request),
      options_(options) {}

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
  base::JsonScan scan = scan_body(request_);
  if (!scan.complete) require_valid(scan.violations);
  Record record{};
  Decoder decoder(scan, nullptr, options_.edition);
  base::each_creatable_field(decoder, record);
  const auto account_id = read_account_id(decoder, rule);
  if (options_.unknown_fields == UnknownFields::reject) decoder.refuse_unknown();
  merge(scan.violations, validate(record));
  sort_by_field(scan.violations, decoder.fields());
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
