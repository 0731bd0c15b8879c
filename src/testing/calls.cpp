#include "testing/calls.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <type_traits>
#include <utility>

namespace modelreg::testing {
namespace {

using nlohmann::json;

std::string dumped(const json& arguments) {
  return arguments.dump(-1, ' ', false, json::error_handler_t::replace);
}

void write(json& object, const PageRequest& request) {
  constexpr PageRequest usual;
  if (request.page != usual.page) object["page"] = std::to_string(request.page);
  if (request.limit != usual.limit) object["limit"] = std::to_string(request.limit);
  if (!request.with_total) object["with_total"] = "false";
}
void write(json& object, const ModelGroupFilter& filter) {
  if (filter.name) object["name"] = *filter.name;
  if (filter.name_contains) object["name_contains"] = *filter.name_contains;
}
void write(json& object, const ModelInstanceFilter& filter) {
  if (filter.model_group_id) object["model_group_id"] = filter.model_group_id->str();
  if (filter.model_type) object["model_type"] = to_string(*filter.model_type);
  if (filter.name) object["name"] = *filter.name;
  if (filter.name_contains) object["name_contains"] = *filter.name_contains;
  if (filter.model_vendor) object["model_vendor"] = to_string(*filter.model_vendor);
  if (filter.base_model_id) object["base_model_id"] = *filter.base_model_id;
  if (filter.created_after) object["created_after"] = to_string(*filter.created_after);
  if (filter.created_before) object["created_before"] = to_string(*filter.created_before);
}
void write(json& object, const ModelDeploymentFilter& filter) {
  if (filter.model_instance_id) object["model_instance_id"] = filter.model_instance_id->str();
}

template <class Query>
void write_query(json& object, const Query& query) {
  write(object, static_cast<const PageRequest&>(query));
  for (const auto& [field, order] : query.sort_by) {
    object["sort_by"].push_back(field + (order == SortOrder::asc ? ":asc" : ":desc"));
  }
}
void write(json& object, const ModelGroupQuery& query) {
  write_query(object, query);
  write(object, static_cast<const ModelGroupFilter&>(query));
}
void write(json& object, const ModelInstanceQuery& query) {
  write_query(object, query);
  write(object, static_cast<const ModelInstanceFilter&>(query));
}
void write(json& object, const ModelDeploymentQuery& query) {
  write_query(object, query);
  write(object, static_cast<const ModelDeploymentFilter&>(query));
}

template <class Argument>
concept Written = requires(json& object, const Argument& argument) {
  write(object, argument);
};

std::optional<std::string> arguments_of(const SessionCall::Argument& argument) {
  return std::visit(
      [](const auto& pointer) -> std::optional<std::string> {
        using Pointer = std::decay_t<decltype(pointer)>;
        if constexpr (std::is_same_v<Pointer, std::monostate>) {
          return std::nullopt;
        } else if constexpr (Written<std::remove_pointer_t<Pointer>>) {
          json object = json::object();
          write(object, *pointer);
          return object.empty() ? std::nullopt : std::optional(dumped(object));
        } else {
          return normal(to_json_text(*pointer));
        }
      },
      argument);
}

int digit(char character) {
  if (character >= '0' && character <= '9') return character - '0';
  const char lower = static_cast<char>(character | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped =
        text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
    result += escaped ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
    if (escaped) i += 2;
  }
  return result;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const auto end = std::min(text.find(separator, start), text.size());
    if (end > start) parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

struct Route {
  std::string_view method;
  std::string_view path;  // `*` stands for an id
  Operation operation;
};

constexpr std::string_view groups = "v4/model-groups";
constexpr std::string_view one_group = "v4/model-groups/*";
constexpr std::string_view models = "v4/models";
constexpr std::string_view one_model = "v4/models/*";
constexpr std::string_view deployments = "v4/models/*/deployments";
constexpr std::string_view one_deployment = "v4/models/*/deployments/*";

constexpr std::array routes = {
    Route{"POST", groups, Operation::create_model_group},
    Route{"GET", groups, Operation::list_model_groups},
    Route{"GET", one_group, Operation::get_model_group},
    Route{"PATCH", one_group, Operation::update_model_group},
    Route{"DELETE", one_group, Operation::delete_model_group},
    Route{"POST", "v4/model-groups/*/models/*", Operation::add_model_instance},
    Route{"POST", models, Operation::create_model_instance},
    Route{"GET", models, Operation::list_model_instances},
    Route{"GET", one_model, Operation::get_model_instance},
    Route{"PATCH", one_model, Operation::update_model_instance},
    Route{"DELETE", one_model, Operation::delete_model_instance},
    Route{"POST", deployments, Operation::create_model_deployment},
    Route{"GET", deployments, Operation::list_model_deployments},
    Route{"GET", one_deployment, Operation::get_model_deployment},
    Route{"PATCH", one_deployment, Operation::update_model_deployment},
    Route{"DELETE", one_deployment, Operation::delete_model_deployment},
    Route{"GET", "v4/model-deployments", Operation::list_model_deployments},
};

/// The ids in `path` if it is one of the route's.
std::optional<std::vector<std::string>> match(const Route& route, std::string_view path) {
  const auto wanted = split(route.path, '/');
  const auto found = split(path, '/');
  if (wanted.size() != found.size()) return std::nullopt;
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] != "*" && wanted[i] != found[i]) return std::nullopt;
    if (wanted[i] == "*") ids.push_back(decoded(found[i]));
  }
  return ids;
}

bool is_list(std::string_view name) { return name == "sort_by" || name == "view"; }

json query_of(std::string_view query) {
  json object = json::object();
  for (const auto parameter : split(query, '&')) {
    const auto equals = std::min(parameter.find('='), parameter.size());
    const auto name = decoded(parameter.substr(0, equals));
    const auto value = decoded(parameter.substr(std::min(equals + 1, parameter.size())));
    if (!is_list(name)) object[name] = value;
    if (!is_list(name)) continue;
    for (const auto part : split(value, ',')) object[name].push_back(std::string(part));
  }
  if (object.value("page", "") == "1") object.erase("page");
  if (object.value("limit", "") == "100") object.erase("limit");
  return object;
}

/// A body that is no object stays the text that it is.
json body_of(const std::string& body) {
  json object = json::parse(body, nullptr, false);
  return object.is_discarded() ? json(body) : object;
}

/// A deployment is named without its model, which a session is not asked with.
void name_as_sessions_do(Call& call, json& arguments) {
  if (call.ids.size() == 2 && call.operation != Operation::add_model_instance) {
    call.ids.erase(call.ids.begin());
  }
  if (call.operation == Operation::list_model_deployments && !call.ids.empty()) {
    arguments["model_instance_id"] = call.ids.front();
    call.ids.clear();
  }
}

}  // namespace

std::string normal(const std::string& arguments) {
  const json object = json::parse(arguments, nullptr, false);
  return object.is_discarded() ? arguments : dumped(object);
}

Call call_of(const SessionCall& call) {
  return {.operation = call.operation, .ids = call.ids, .arguments = arguments_of(call.argument)};
}

std::optional<Call> call_of(const Request& request, const std::vector<std::string>& account_ids) {
  const std::string_view target = request.target;
  const auto path = target.substr(0, target.find('?'));
  const auto method = request.method == "HEAD" ? "GET" : std::string_view(request.method);
  for (const auto& route : routes) {
    auto ids = route.method == method ? match(route, path) : std::nullopt;
    if (!ids) continue;
    Call call{.operation = route.operation, .ids = std::move(*ids)};
    json arguments = request.body.empty()
                         ? query_of(target.substr(std::min(path.size() + 1, target.size())))
                         : body_of(request.body);
    name_as_sessions_do(call, arguments);
    if (arguments.is_object() && arguments.contains("account_id")) {
      const auto& account = arguments["account_id"];
      if (std::any_of(account_ids.begin(), account_ids.end(),
                      [&](const std::string& known) { return account == known; })) {
        arguments.erase("account_id");
      }
    }
    if (!arguments.empty()) call.arguments = dumped(arguments);
    return call;
  }
  return std::nullopt;
}

}  // namespace modelreg::testing
