#include "client/caller.hpp"

#include <utility>
#include <vector>

#include "client/headers.hpp"

namespace modelreg::client {
namespace {

std::vector<Violation> violations_of(const Transport* transport, const ClientOptions& options) {
  std::vector<Violation> violations;
  const auto require = [&](bool holds, const char* field, const char* problem, const char* type) {
    if (!holds) violations.push_back({field, problem, type});
  };
  constexpr const char* header = "must be text that a header can hold";
  const auto& retry = options.retry;
  require(transport != nullptr, "transport", "is required", "missing");
  require(!options.api_key.empty(), "api_key", "is required", "missing");
  require(can_be_header(options.api_key), "api_key", header, "string_type");
  const auto account_id = options.account_id.value_or("-");
  require(!account_id.empty(), "account_id", "must not be empty", "string_too_short");
  require(can_be_header(account_id), "account_id", header, "string_type");
  require(retry.most_retries >= 0, "most_retries", "must be 0 or more", "greater_than_equal");
  require(retry.first_delay.count() >= 0, "first_delay", "must be 0 or more", "greater_than_equal");
  require(retry.longest_delay >= retry.first_delay, "longest_delay", "must be first_delay or more",
          "greater_than_equal");
  return violations;
}

/// A definite refusal says nothing of the try before it, whose answer was lost.
Error in_doubt(const Error& error) {
  if (error.code() == ErrorCode::outcome_unknown || error.code() == ErrorCode::not_found) {
    return error;
  }
  return {ErrorCode::outcome_unknown,
          std::string("the first try may have made the change, and the last was refused: ") +
              error.what()};
}

}  // namespace

/// What came of making a request once.
struct Caller::Attempt {
  Response response = {};
  std::optional<Error> error = {};
  bool open = false;   ///< Whether it is open if the request was carried out.
  bool again = false;  ///< Whether it may be made again.
};

Caller::Caller(std::shared_ptr<Transport> transport, ClientOptions options)
    : transport_(std::move(transport)), options_(std::move(options)) {
  auto violations = violations_of(transport_.get(), options_);
  if (!violations.empty()) throw Error(std::move(violations));
  headers_.push_back({"accept", "application/json"});
  headers_.push_back({"x-api-key", options_.api_key});
  if (options_.account_id) headers_.push_back({"x-selected-account-id", *options_.account_id});
}

Error Caller::another_page() {
  return {ErrorCode::unexpected_answer,
          "the platform did not answer as its contract says: this is not the page asked for",
          {{"current_page", "must be the page that was asked for", "value_error"}}};
}

Request Caller::request_of(Call call) const {
  Request request{.method = call.method,
                  .target = std::move(call.target),
                  .headers = headers_,
                  .body = std::move(call.body)};
  if (!request.body.empty()) request.headers.push_back({"content-type", "application/json"});
  return request;
}

Caller::Attempt Caller::attempt(const Request& request, Effect effect) const {
  try {
    Attempt made{.response = transport_->send(request)};
    if (is_success(made.response)) return made;
    made.error = error_of(made.response, effect, options_.api_key);
    made.open = leaves_open(made.response);
    made.again = may_be_made_again(made.response, effect);
    return made;
  } catch (const Error& silence) {
    const bool open = silence.code() == ErrorCode::outcome_unknown;
    if (!open && silence.code() != ErrorCode::unavailable) throw;
    return {.error = error_of_silence(silence, effect),
            .open = open,
            .again = !open || effect != Effect::creates};
  }
}

Response Caller::success(Call call, const Patience& patience) const {
  const Effect effect = call.effect;
  const Request request = request_of(std::move(call));
  bool open = false;  // whether an earlier try may have been carried out
  for (int retries = 0;; ++retries) {
    Attempt made = attempt(request, effect);
    if (!made.error) return std::move(made.response);
    const auto code = made.error->code();
    if (open && effect == Effect::deletes && code == ErrorCode::not_found) {
      return {.status = 200, .body = R"({"count":1,"success":true})"};
    }
    open = open || (made.open && effect != Effect::reads);
    if (!made.again || !patience.wait(retries, patience.asked_by(made.response))) {
      throw open ? in_doubt(*made.error) : *made.error;
    }
  }
}

void Caller::remove(std::string target) const {
  const auto deleted =
      answer({.effect = Effect::deletes, .method = "DELETE", .target = std::move(target)},
             Patience(options_.retry),
             [](const std::string& body) { return from_json_text<Deleted>(body); });
  if (deleted.success && deleted.count > 0) return;
  throw Error(ErrorCode::unexpected_answer, "the platform answered that it deleted nothing");
}

}  // namespace modelreg::client
