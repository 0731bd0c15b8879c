#include "wire/routes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "wire/endpoints.hpp"

namespace modelreg::wire {
namespace {

constexpr std::size_t most_segments = 5;

/// The segments of a path. A star stands for an id.
struct Pattern {
  consteval Pattern(const char* path) {
    for (std::string_view rest = path; !rest.empty();) {
      const auto slash = std::min(rest.find('/'), rest.size());
      segments.at(count++) = rest.substr(0, slash);
      rest.remove_prefix(std::min(slash + 1, rest.size()));
    }
  }

  std::array<std::string_view, most_segments> segments = {};
  std::size_t count = 0;
};

struct Route {
  std::string_view method;
  Pattern pattern;
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

bool fits(const Pattern& pattern, const std::vector<std::string>& segments) {
  if (segments.size() != pattern.count) return false;
  for (std::size_t i = 0; i < pattern.count; ++i) {
    const auto wanted = pattern.segments[i];
    if (wanted == "*" ? segments[i].empty() : wanted != segments[i]) return false;
  }
  return true;
}

std::vector<std::string> ids_in(const Pattern& pattern, const std::vector<std::string>& segments) {
  std::vector<std::string> ids;
  ids.reserve(pattern.count);
  for (std::size_t i = 0; i < pattern.count; ++i) {
    if (pattern.segments[i] == "*") ids.push_back(segments[i]);
  }
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
    if (!fits(route.pattern, segments)) continue;
    append_method(match.allowed_methods, route.method);
    if (route.method != wanted) continue;
    match.endpoint = route.endpoint;
    match.ids = ids_in(route.pattern, segments);
  }
  return match;
}

}  // namespace modelreg::wire
