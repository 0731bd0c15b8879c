#include "modelreg/testing/fault.hpp"

#include <utility>

#include "testing/fault_plan.hpp"

namespace modelreg::testing {
namespace {

constexpr int sqlite_full = 13;
constexpr const char* on_purpose = "a fault that the test asked for: ";

Response json(int status, std::string body) {
  return {
      .status = status, .headers = {{"content-type", "application/json"}}, .body = std::move(body)};
}

Response refusal(int status, const std::string& detail) {
  return json(status, R"({"detail":")" + (on_purpose + detail) + "\"}");
}

Response too_many_requests(std::chrono::milliseconds time) {
  auto response = refusal(429, "too many requests");
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
  if (seconds > 0) response.headers.push_back({"retry-after", std::to_string(seconds)});
  return response;
}

Response html_of_a_proxy() {
  return {.status = 502,
          .headers = {{"content-type", "text/html"}},
          .body =
              "<html><head><title>502 Bad Gateway</title></head>"
              "<body><h1>502 Bad Gateway</h1></body></html>"};
}

Response torn(Response answer) {
  answer.body.resize(answer.body.size() / 2);
  return answer;
}

[[noreturn]] void say_nothing() {
  throw Error(ErrorCode::outcome_unknown, std::string(on_purpose) + "no answer came in time");
}

Error error(ErrorCode code, const char* message, int sqlite_code = 0) {
  return {code, std::string(on_purpose) + message, sqlite_code};
}

}  // namespace

Fault Fault::unauthenticated() { return {.kind = FaultKind::unauthenticated}; }
Fault Fault::forbidden() { return {.kind = FaultKind::forbidden}; }
Fault Fault::not_found() { return {.kind = FaultKind::not_found}; }
Fault Fault::conflict() { return {.kind = FaultKind::conflict}; }
Fault Fault::invalid() { return {.kind = FaultKind::invalid}; }
Fault Fault::rate_limited(std::chrono::seconds retry_after) {
  return {.kind = FaultKind::rate_limited, .time = retry_after};
}
Fault Fault::server_error() { return {.kind = FaultKind::server_error}; }
Fault Fault::bad_gateway() { return {.kind = FaultKind::bad_gateway}; }
Fault Fault::unavailable() { return {.kind = FaultKind::unavailable}; }
Fault Fault::timeout() { return {.kind = FaultKind::timeout}; }
Fault Fault::delay(std::chrono::milliseconds time) {
  return {.kind = FaultKind::delay, .time = time};
}
Fault Fault::real_delay(std::chrono::milliseconds time) {
  return {.kind = FaultKind::delay, .time = time, .real = true};
}
Fault Fault::torn_body() { return {.kind = FaultKind::torn_body, .after = true}; }
Fault Fault::lost_answer() { return {.kind = FaultKind::lost_answer, .after = true}; }
Fault Fault::busy() { return {.kind = FaultKind::busy}; }
Fault Fault::outcome_unknown() { return {.kind = FaultKind::outcome_unknown}; }
Fault Fault::disk_full() { return {.kind = FaultKind::disk_full}; }

Fault Fault::after_work() const {
  Fault later = *this;
  later.after = true;
  return later;
}

bool only_reads(std::optional<Operation> operation) noexcept {
  if (!operation) return true;
  const auto name = to_string(*operation);
  return name.starts_with("get_") || name.starts_with("list_") || name.starts_with("count_");
}

Error error_of(const Fault& fault, Operation operation) {
  const auto silence = only_reads(operation) ? ErrorCode::unavailable : ErrorCode::outcome_unknown;
  switch (fault.kind) {
    case FaultKind::unauthenticated:
      return error(ErrorCode::unauthenticated, "the API key is unknown");
    case FaultKind::forbidden:
      return error(ErrorCode::forbidden, "this is not the caller's account");
    case FaultKind::not_found:
      return error(ErrorCode::not_found, "there is no such thing");
    case FaultKind::conflict:
      return error(ErrorCode::conflict, "it contradicts what is stored");
    case FaultKind::invalid:
      return Error({{"name", std::string(on_purpose) + "is not valid", "value_error"}});
    case FaultKind::rate_limited:
      return error(ErrorCode::busy, "too many requests");
    case FaultKind::unavailable:
      return error(ErrorCode::busy, "the service is unavailable");
    case FaultKind::busy:
      return error(ErrorCode::busy, "the database is locked");
    case FaultKind::server_error:
      return error(ErrorCode::storage, "the server failed");
    case FaultKind::bad_gateway:
      return error(ErrorCode::unavailable, "a proxy answered 502");
    case FaultKind::torn_body:
      return error(ErrorCode::unexpected_answer, "the answer ends in its middle");
    case FaultKind::outcome_unknown:
      return error(ErrorCode::outcome_unknown, "the disk failed during the commit");
    case FaultKind::disk_full:
      return error(ErrorCode::storage, "the disk is full", sqlite_full);
    case FaultKind::timeout:
    case FaultKind::lost_answer:
    case FaultKind::delay:
      break;
  }
  return error(silence, "no answer came in time");
}

Response response_of(const Fault& fault, const Response& answer) {
  switch (fault.kind) {
    case FaultKind::unauthenticated:
      return refusal(401, "the API key is unknown");
    case FaultKind::forbidden:
      return refusal(403, "this is not the caller's account");
    case FaultKind::not_found:
      return refusal(404, "there is no such thing");
    case FaultKind::conflict:
      return refusal(409, "it contradicts what is stored");
    case FaultKind::invalid:
      return json(422, R"({"detail":[{"loc":["body","name"],"msg":")" + std::string(on_purpose) +
                           R"(is not valid","type":"value_error"}]})");
    case FaultKind::rate_limited:
      return too_many_requests(fault.time);
    case FaultKind::server_error:
      return refusal(500, "the server failed");
    case FaultKind::bad_gateway:
      return html_of_a_proxy();
    case FaultKind::unavailable:
      return refusal(503, "the service is unavailable");
    case FaultKind::busy:
      return refusal(503, "the database is locked");
    case FaultKind::outcome_unknown:
      return refusal(500, "the disk failed during the commit");
    case FaultKind::disk_full:
      return refusal(500, "the disk is full");
    case FaultKind::torn_body:
      return torn(answer);
    case FaultKind::delay:
      return answer;
    case FaultKind::timeout:
    case FaultKind::lost_answer:
      break;
  }
  say_nothing();
}

}  // namespace modelreg::testing
