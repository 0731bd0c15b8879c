#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "modelreg/error.hpp"
#include "modelreg/json_text.hpp"
#include "testing/seed_content.hpp"
#include "testing/seed_json.hpp"

namespace modelreg::testing {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::string_view group_fields[] = {"name", "description", "id"};
constexpr std::string_view model_fields[] = {"name",
                                             "model_vendor",
                                             "model_type",
                                             "base_model_id",
                                             "base_model_metadata",
                                             "model_creation_parameters",
                                             "model_card",
                                             "training_data_card",
                                             "description",
                                             "model_template_id",
                                             "display_name",
                                             "id"};
constexpr std::string_view deployment_fields[] = {
    "name", "model_creation_parameters", "vendor_configuration", "deployment_metadata", "id"};

/// Reads one document; what is wrong with it is gathered.
class Reader {
 public:
  explicit Reader(SeedContent& content) : content_(content) {}

  void read(Json document) {
    if (!is_object(document, "")) return;
    const auto others = take_list(document, "accounts", "accounts");
    (void)take_text(document, "$schema", "$schema");
    read_account(document, content_.accounts.front());
    for (std::size_t i = 0; i < others.size(); ++i) {
      read_other_account(others[i], place_in("accounts", i));
    }
  }

 private:
  static std::string place_in(const std::string& list, std::size_t index) {
    return list + "[" + std::to_string(index) + "]";
  }

  void refuse(std::string place, std::string problem, std::string type) {
    content_.violations.push_back({std::move(place), std::move(problem), std::move(type)});
  }

  bool is_object(const Json& value, const std::string& place) {
    if (value.is_object()) return true;
    refuse(place, "must be an object", "dict_type");
    return false;
  }

  /// Take the member out of the object; `null` counts as none.
  static std::optional<Json> take(Json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end()) return std::nullopt;
    Json value = std::move(*found);
    object.erase(found);
    if (value.is_null()) return std::nullopt;
    return std::make_optional(std::move(value));  // a Json converts to anything, an optional too
  }

  std::vector<Json> take_list(Json& object, const char* name, const std::string& place) {
    auto value = take(object, name);
    if (!value) return {};
    if (value->is_array()) return std::move(*value).get<std::vector<Json>>();
    refuse(place, "must be an array", "list_type");
    return {};
  }

  std::optional<std::string> take_text(Json& object, const char* name, const std::string& place) {
    const auto value = take(object, name);
    if (!value) return std::nullopt;
    if (value->is_string()) return value->get<std::string>();
    refuse(place, "must be a string", "string_type");
    return std::nullopt;
  }

  std::string take_required(Json& object, const char* name, const std::string& place) {
    if (!object.contains(name)) refuse(place, "is required", "missing");
    return take_text(object, name, place).value_or(std::string());
  }

  std::optional<bool> take_bool(Json& object, const char* name, const std::string& place) {
    const auto value = take(object, name);
    if (!value) return std::nullopt;
    if (value->is_boolean()) return value->get<bool>();
    refuse(place, "must be true or false", "bool_type");
    return std::nullopt;
  }

  std::optional<JsonObject> take_object(Json& object, const char* name, const std::string& place) {
    const auto value = take(object, name);
    if (!value || !is_object(*value, place)) return std::nullopt;
    return within(place, [&] { return JsonObject(value->dump()); });
  }

  std::optional<Timestamp> take_time(Json& object, const char* name, const std::string& place) {
    const auto text = take_text(object, name, place);
    if (!text) return std::nullopt;
    auto time = parse_timestamp(*text);
    if (!time) refuse(place, "must be an ISO 8601 date and time with an offset", "string_type");
    return time;
  }

  /// What `make` returns; nothing, and its violations noted with their place, if it throws.
  template <class Make>
  auto within(const std::string& place, const Make& make) -> std::optional<decltype(make())> {
    try {
      return make();
    } catch (const Error& error) {
      for (const auto& [field, problem, type] : error.violations()) {
        std::string where = place;
        if (!field.empty()) where.append(".").append(field);
        refuse(where, problem, type);
      }
      return std::nullopt;
    } catch (const Json::type_error&) {
      refuse(place, "must be valid UTF-8", "string_type");
      return std::nullopt;
    }
  }

  void refuse_others(Json& object, const std::string& place, Names known) {
    for (auto member = object.begin(); member != object.end();) {
      const bool is_known = std::find(known.begin(), known.end(), member.key()) != known.end();
      if (is_known) {
        ++member;
        continue;
      }
      refuse(place + member.key(), "is not a field of a seed here", "extra_forbidden");
      member = object.erase(member);
    }
  }

  Origin take_origin(Json& object, const std::string& place) {
    return {.place = place,
            .created_at = take_time(object, "created_at", place + ".created_at"),
            .user_id = take_text(object, "created_by_user_id", place + ".created_by_user_id")};
  }

  template <class Record>
  Record take_record(Json& object, const std::string& place, Names fields) {
    refuse_others(object, place + ".", fields);
    return within(place, [&] { return from_json_text<Record>(object.dump()); }).value_or(Record{});
  }

  void read_other_account(Json object, const std::string& place) {
    if (!is_object(object, place)) return;
    SeedAccount account{.place = place + "."};
    account.identity.emplace();
    account.identity->account_id = take_required(object, "account_id", place + ".account_id");
    account.identity->user_id = take_required(object, "user_id", place + ".user_id");
    read_account(object, account);
    content_.accounts.push_back(std::move(account));
  }

  void read_account(Json& object, SeedAccount& account) {
    const auto list = [&](const char* name, const auto& read) {
      const std::string place = account.place + name;
      auto items = take_list(object, name, place);
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (is_object(items[i], place_in(place, i))) read(items[i], place_in(place, i));
      }
    };
    list("groups", [&](Json& item, const auto& place) { read_group(item, place, account); });
    list("models", [&](Json& item, const auto& place) { read_model(item, place, account, {}); });
    list("deployments",
         [&](Json& item, const auto& place) { read_deployment(item, place, account, {}); });
    list("keys", [&](Json& item, const auto& place) { read_key(item, place, account); });
    refuse_others(object, account.place, {});
  }

  void read_group(Json& object, const std::string& place, SeedAccount& account) {
    const auto models = take_list(object, "models", place + ".models");
    SeedGroup group{.origin = take_origin(object, place)};
    group.record = take_record<NewModelGroup>(object, place, group_fields);
    account.groups.push_back(std::move(group));
    const Reference here{.index = account.groups.size() - 1};
    for (std::size_t i = 0; i < models.size(); ++i) {
      Json model = models[i];
      const auto model_place = place_in(place + ".models", i);
      if (is_object(model, model_place)) read_model(model, model_place, account, here);
    }
  }

  void read_model(Json& object, const std::string& place, SeedAccount& account, Reference group) {
    const auto deployments = take_list(object, "deployments", place + ".deployments");
    if (!group.index) group.name = take_text(object, "group", place + ".group").value_or("");
    SeedModel model{.origin = take_origin(object, place), .group = std::move(group)};
    model.request_schema = take_object(object, "request_schema", place + ".request_schema");
    model.response_schema = take_object(object, "response_schema", place + ".response_schema");
    model.supports_multi_turn =
        take_bool(object, "supports_multi_turn", place + ".supports_multi_turn");
    model.record = take_record<NewModelInstance>(object, place, model_fields);
    account.models.push_back(std::move(model));
    const Reference here{.index = account.models.size() - 1};
    for (std::size_t i = 0; i < deployments.size(); ++i) {
      Json deployment = deployments[i];
      const auto item_place = place_in(place + ".deployments", i);
      if (is_object(deployment, item_place)) read_deployment(deployment, item_place, account, here);
    }
  }

  void read_deployment(Json& object, const std::string& place, SeedAccount& account,
                       Reference model) {
    if (!model.index) model.name = take_required(object, "model", place + ".model");
    SeedDeployment deployment{.origin = take_origin(object, place), .model = std::move(model)};
    deployment.model_endpoint_id =
        take_text(object, "model_endpoint_id", place + ".model_endpoint_id");
    deployment.status = take_text(object, "status", place + ".status");
    deployment.record = take_record<NewModelDeployment>(object, place, deployment_fields);
    account.deployments.push_back(std::move(deployment));
  }

  void read_key(Json& object, const std::string& place, SeedAccount& account) {
    SeedKey key{.label = take_required(object, "label", place + ".label"),
                .origin = take_origin(object, place)};
    refuse_others(object, place + ".", {});
    account.keys.push_back(std::move(key));
  }

  SeedContent& content_;
};

}  // namespace

void read_seed(std::string_view json, SeedContent& content) {
  Reader(content).read(parse_seed(json));
}

}  // namespace modelreg::testing
