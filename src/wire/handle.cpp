#include <algorithm>
#include <exception>
#include <string_view>
#include <utility>

#include "modelreg/wire.hpp"
#include "wire/exchange.hpp"
#include "wire/refusal.hpp"
#include "wire/routes.hpp"
#include "wire/target.hpp"

namespace modelreg {
namespace {

using wire::Refusal;
using wire::refusal;

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// The value of the first header called `name`, which is in lower case; null if there is none.
const std::string* find_header(const Request& request, std::string_view name) {
  const auto header =
      std::find_if(request.headers.begin(), request.headers.end(), [&](const Header& candidate) {
        return std::equal(candidate.name.begin(), candidate.name.end(), name.begin(), name.end(),
                          [](char left, char right) { return lower(left) == right; });
      });
  return header == request.headers.end() ? nullptr : &header->value;
}

wire::Match route_of(const Request& request, const wire::Target& target) {
  auto match = wire::match_route(request.method, target.segments);
  if (match.allowed_methods.empty()) wire::refuse(404, "there is no such path");
  if (match.endpoint == nullptr) {
    Response response = refusal(405, "this path does not have this method");
    response.headers.push_back({"allow", match.allowed_methods});
    wire::refuse(std::move(response));
  }
  return match;
}

Session session_of(Registry& registry, const Request& request) {
  const std::string* const key = find_header(request, "x-api-key");
  Session session = registry.authenticate(key == nullptr ? std::string_view() : *key);
  const std::string* const selected = find_header(request, "x-selected-account-id");
  if (selected != nullptr && *selected != session.identity().account_id) {
    wire::refuse(403, "x-selected-account-id must be the account of the API key");
  }
  return session;
}

Response respond(Registry& registry, const Request& request, const HandleOptions& options) {
  wire::Target target = wire::parse_target(request.target);
  wire::Match match = route_of(request, target);
  wire::Exchange exchange(session_of(registry, request), std::move(match.ids),
                          wire::QueryParameters(std::move(target.query)), request.body,
                          options.unknown_fields);
  return wire::answer(200, match.endpoint(exchange));
}

/// The answer, whatever is thrown on the way to it.
Response respond_or_refuse(Registry& registry, const Request& request,
                           const HandleOptions& options) {
  try {
    return respond(registry, request, options);
  } catch (Refusal& refused) {
    return std::move(refused.response);
  } catch (const Error& error) {
    return refusal(error);
  } catch (const std::exception& error) {
    return refusal(500, std::string("something unexpected happened: ") + error.what());
  } catch (...) {
    return refusal(500, "something unexpected happened");
  }
}

}  // namespace

Response handle(Registry& registry, const Request& request, const HandleOptions& options) noexcept {
  try {
    Response response = respond_or_refuse(registry, request, options);
    if (request.method == "HEAD") response.body.clear();
    return response;
  } catch (...) {
    return {.status = 500};  // no memory is left to say more
  }
}

}  // namespace modelreg
