#pragma once

#include <string>
#include <vector>

#include "modelreg/registry.hpp"

namespace modelreg {

/// One header of a request or a response. Names are compared without regard to case.
struct Header {
  std::string name;
  std::string value;

  bool operator==(const Header&) const = default;
};

/// A request of the hosted platform's API, without the server.
struct Request {
  std::string method;  ///< In capitals, as in HTTP.
  std::string target;  ///< Path and query, percent-encoded: `/v4/models?limit=5`.
  std::vector<Header> headers = {};
  std::string body = {};
};

/// The answer to a request.
struct Response {
  int status = 0;
  std::vector<Header> headers = {};  ///< Always with `content-type: application/json`.
  std::string body = {};             ///< JSON in UTF-8; empty for `HEAD`.

  bool operator==(const Response&) const = default;
};

/// Answer `request` as the hosted platform would: every route, field and refusal of its v4 model
/// registry. `schema/openapi.json` describes them all.
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
[[nodiscard]] Response handle(Registry& registry, const Request& request) noexcept;

}  // namespace modelreg
