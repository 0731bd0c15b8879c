#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "modelreg/edition.hpp"
#include "modelreg/export.hpp"
#include "modelreg/json_text.hpp"
#include "modelreg/registry.hpp"

namespace modelreg {

/// One header of a request or a response. Names are compared without regard to case.
struct Header {
  std::string name = {};
  std::string value = {};

  bool operator==(const Header&) const = default;
};

/// A request of the hosted platform's API, without the server.
struct Request {
  std::string method = {};  ///< In capitals, as in HTTP.
  std::string target = {};  ///< Path and query, percent-encoded: `/v4/models?limit=5`.
  std::vector<Header> headers = {};
  std::string body = {};  ///< At most 8 MiB.
};

/// The answer to a request.
struct Response {
  int status = 0;
  std::vector<Header> headers = {};  ///< Always with `content-type: application/json`.
  std::string body = {};             ///< JSON in UTF-8; empty for `HEAD`.

  bool operator==(const Response&) const = default;
};

/// What `handle` does with a field of a body that the contract does not name.
enum class UnknownFields : std::uint8_t {
  ignore = 1,  ///< As the hosted platform does.
  reject,      ///< 422, type `extra_forbidden`: for tests that must catch a misspelt field.
};

/// How `handle` answers.
struct HandleOptions {
  UnknownFields unknown_fields = UnknownFields::ignore;
  Edition edition = Edition::documented;
};

/// Answer `request` as the hosted platform would: every route, field and refusal of its v4 model
/// registry. `schema/openapi.json` describes them all, and `schema/openapi.current.json` is what
/// `Edition::current` changes of it.
///
///     auto response = handle(registry, {.method = "POST",
///                                       .target = "/v4/model-groups/chat/models/gpt-4o",
///                                       .headers = {{"x-api-key", key.secret}}});
///
/// `HEAD` is answered as `GET` without the body, and a path may end with a slash. Of a query
/// parameter that is not a list the last value counts. What is unexpected, a failing disk for
/// instance, is answered with 500 or, if trying again may help, with 503.
///
/// Thread safety: as the registry.
[[nodiscard]] MODELREG_EXPORT Response handle(Registry& registry, const Request& request,
                                              const HandleOptions& options = {}) noexcept;

/// The body of the answer to a deletion.
struct Deleted {
  std::int64_t count = 0;  ///< How many of what the path names are gone.
  bool success = false;

  bool operator==(const Deleted&) const = default;
};

/// The body of an answer that is no success: one sentence, or the violations of a 422.
struct Refused {
  std::string detail = {};                 ///< Empty if there are violations.
  std::vector<Violation> violations = {};  ///< `field` is `loc` without its first element.

  bool operator==(const Refused&) const = default;
};

/// Throws: `invalid_argument`, with every violation, if the text is something else.
template <>
MODELREG_EXPORT Deleted from_json_text<Deleted>(std::string_view text);
template <>
MODELREG_EXPORT Refused from_json_text<Refused>(std::string_view text);

/// A message as a JSON object on one line, so that it can be logged, kept or sent to another
/// process. Headers of one name become one, their values joined by commas.
///
///     auto line = to_json_text(Request{.method = "GET", .target = "/v4/models"});
///     // {"method":"GET","target":"/v4/models","headers":{},"body":""}
///
/// Throws: `invalid_argument` if a text in it is no UTF-8.
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const Request& request);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const Response& response);

/// The message that such an object spells. `headers` and `body` may be left out, and `body` may be
/// an object instead of its text.
/// Throws: `invalid_argument`, with every violation, if it is something else.
template <>
MODELREG_EXPORT Request from_json_text<Request>(std::string_view text);
template <>
MODELREG_EXPORT Response from_json_text<Response>(std::string_view text);

}  // namespace modelreg
