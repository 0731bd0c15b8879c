#include "wire/routes.hpp"

#include <array>
#include <optional>

#include "wire/endpoints.hpp"

namespace modelreg::wire {
namespace {

struct Route {
  std::string_view method;
  std::string_view path;  // a star stands for an id
  Endpoint endpoint;
};

constexpr auto routes = std::to_array<Route>({
    {"GET", "v4/model-groups", list_model_groups},
    {"POST", "v4/model-groups", create_model_group},
    {"GET", "v4/model-groups/*", get_model_group},
    {"PATCH", "v4/model-groups/*", update_model_group},
    {"DELETE", "v4/model-groups/*", delete_model_group},
    {"POST", "v4/model-groups/*/models/*", add_model_instance},
    {"GET", "v4/models", list_model_instances},
    {"POST", "v4/models", create_model_instance},
    {"GET", "v4/models/*", get_model_instance},
    {"PATCH", "v4/models/*", update_model_instance},
    {"DELETE", "v4/models/*", delete_model_instance},
    {"GET", "v4/models/*/deployments", list_model_deployments_of_instance},
    {"POST", "v4/models/*/deployments", create_model_deployment},
    {"GET", "v4/models/*/deployments/*", get_model_deployment},
    {"PATCH", "v4/models/*/deployments/*", update_model_deployment},
    {"DELETE", "v4/models/*/deployments/*", delete_model_deployment},
    {"GET", "v4/model-deployments", list_model_deployments},
});

/// The ids in a path; nothing if it is not of the form `path`. An id is never empty.
std::optional<std::vector<std::string>> ids_in(std::string_view path,
                                               const std::vector<std::string>& segments) {
  std::vector<std::string> ids;
  for (const auto& segment : segments) {
    const auto slash = path.find('/');
    const auto expected = path.substr(0, slash);
    if (expected.empty()) return std::nullopt;
    if (expected == "*" && !segment.empty()) {
      ids.push_back(segment);
    } else if (expected != segment || expected == "*") {
      return std::nullopt;
    }
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  if (!path.empty()) return std::nullopt;
  return ids;
}

void append_method(std::string& methods, std::string_view method) {
  if (!methods.empty()) methods += ", ";
  methods += method;
  if (method == "GET") methods += ", HEAD";
}

}  // namespace

Match match_route(std::string_view method, const std::vector<std::string>& segments) {
  Match match;
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  for (const auto& route : routes) {
    auto ids = ids_in(route.path, segments);
    if (!ids) continue;
    append_method(match.allowed_methods, route.method);
    if (route.method != wanted) continue;
    match.endpoint = route.endpoint;
    match.ids = std::move(*ids);
  }
  return match;
}

}  // namespace modelreg::wire
