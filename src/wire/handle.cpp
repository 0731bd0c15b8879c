#include <exception>
#include <string_view>
#include <utility>

#include "modelreg/wire.hpp"
#include "wire/exchange.hpp"
#include "wire/headers.hpp"
#include "wire/refusal.hpp"
#include "wire/routes.hpp"
#include "wire/target.hpp"

namespace modelreg {
namespace {

using wire::Refusal;
using wire::refusal;

wire::Match route_of(const Request& request, const wire::Target& target) {
  auto match = wire::match_route(request.method, target.segments);
  if (match.allowed_methods.empty()) wire::refuse(404, "Not Found");
  if (match.endpoint == nullptr) {
    Response response = refusal(405, "Method Not Allowed");
    response.headers.push_back({"allow", match.allowed_methods});
    wire::refuse(std::move(response));
  }
  return match;
}

Session session_of(Registry& registry, const Request& request) {
  Session session =
      registry.authenticate(wire::find_header(request, "x-api-key").value_or(std::string_view()));
  const auto selected = wire::find_header(request, "x-selected-account-id");
  if (selected && *selected != session.identity().account_id) {
    wire::refuse(403, "x-selected-account-id must be the account of the API key");
  }
  return session;
}

Response respond(Registry& registry, const Request& request, const HandleOptions& options) {
  wire::Target target = wire::parse_target(request.target);
  wire::Match match = route_of(request, target);
  wire::Exchange exchange(session_of(registry, request), std::move(match.ids),
                          wire::QueryParameters(std::move(target.query)), request, options);
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
