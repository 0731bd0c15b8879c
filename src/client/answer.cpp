#include "client/answer.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "client/headers.hpp"

namespace modelreg::client {
namespace {

/// The platform's own words; nothing if the body is not the platform's.
std::optional<Refused> refused_in(const Response& response) {
  try {
    return from_json_text<Refused>(response.body);
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool repeats(const Refused& refused, std::string_view secret) {
  const auto holds = [&](const std::string& text) {
    return text.find(secret) != std::string::npos;
  };
  return holds(refused.detail) ||
         std::any_of(refused.violations.begin(), refused.violations.end(), [&](const auto& found) {
           return holds(found.field) || holds(found.problem) || holds(found.type);
         });
}

/// `text` in so many bytes at most, without a part of a character at its end.
std::string shortened(std::string text) {
  constexpr std::size_t most = 1000;
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

/// What else is known of an answer whose body nobody understands.
std::string kind_of(const Response& response) {
  std::string kind = "status " + std::to_string(response.status);
  const auto type = find_header(response.headers, "content-type").value_or(std::string_view());
  const auto name = type.substr(0, type.find_first_of("; \t"));
  constexpr std::size_t longest = 100;
  const bool plain = std::all_of(name.begin(), name.end(), [](char character) {
    return character > ' ' && character < 0x7F && character != '<';
  });
  if (!name.empty() && name.size() <= longest && plain) kind.append(", ").append(name);
  return kind;
}

/// Whether the platform itself refuses for now, and no proxy on the way to it.
bool refuses_for_now(const Response& response) {
  return response.status == 503 &&
         (find_header(response.headers, "retry-after") || refused_in(response));
}

ErrorCode code_of(const Response& response, Effect effect) {
  switch (response.status) {
    case 400:
    case 422:
      return ErrorCode::invalid_argument;
    case 401:
      return ErrorCode::unauthenticated;
    case 403:
      return ErrorCode::forbidden;
    case 404:
      return ErrorCode::not_found;
    case 409:
      return ErrorCode::conflict;
    case 429:
      return ErrorCode::busy;
    default:
      break;
  }
  if (refuses_for_now(response)) return ErrorCode::busy;
  if (!leaves_open(response)) return ErrorCode::unexpected_answer;
  return effect == Effect::reads ? ErrorCode::unavailable : ErrorCode::outcome_unknown;
}

}  // namespace

bool leaves_open(const Response& response) {
  return response.status == 408 || (response.status >= 500 && !refuses_for_now(response));
}

bool may_be_made_again(const Response& response, Effect effect) {
  const auto said = find_header(response.headers, "x-should-retry");
  if (said == "true") return true;
  if (said == "false") return false;
  const int status = response.status;
  if (status != 408 && status != 409 && status != 429 && status < 500) return false;
  return effect != Effect::creates || !leaves_open(response);
}

Error error_of(const Response& response, Effect effect, std::string_view secret) {
  auto code = code_of(response, effect);
  auto refused = refused_in(response);
  if (code == ErrorCode::not_found && !refused) code = ErrorCode::unexpected_answer;
  if (refused && repeats(*refused, secret)) {
    refused = {.detail = "what the platform says repeats the API key and is left out"};
  }
  if (refused && code == ErrorCode::invalid_argument && !refused->violations.empty()) {
    return Error(std::move(refused->violations));
  }
  std::string message = refused ? shortened(std::move(refused->detail)) : std::string();
  if (message.empty() || code == ErrorCode::unexpected_answer) {
    message = "the platform did not answer as its contract says (" + kind_of(response) + ")" +
              (message.empty() ? "" : ": ") + message;
  } else if (code == ErrorCode::outcome_unknown) {
    message = "the change may have been made: " + message;
  }
  return {code, std::move(message)};
}

Error error_of_silence(const Error& silence, Effect effect) {
  if (effect != Effect::reads || silence.code() == ErrorCode::unavailable) return silence;
  return {ErrorCode::unavailable, silence.what()};
}

Error error_of_body(const Response& response, Effect effect, const Error& found) {
  std::string message = "the platform did not answer as its contract says (" + kind_of(response);
  if (effect != Effect::reads) message += ", so the change was made";
  return {ErrorCode::unexpected_answer, message + "): " + shortened(found.what()),
          found.violations()};
}

}  // namespace modelreg::client
