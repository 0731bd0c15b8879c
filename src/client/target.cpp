#include "client/target.hpp"

#include <algorithm>
#include <utility>

#include "modelreg/error.hpp"

namespace modelreg::client {
namespace {

bool is_unreserved(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9') ||
         std::string_view("-._~").find(character) != std::string_view::npos;
}

/// `text` as one segment of a path or one value of a query. Of a text of dots alone they are
/// escaped, too, so that it is no parent folder.
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const bool dots = text.find_first_not_of('.') == std::string_view::npos;
  std::string encoded;
  encoded.reserve(text.size());
  for (const char character : text) {
    if (is_unreserved(character) && !dots) {
      encoded += character;
    } else {
      const auto byte = static_cast<unsigned char>(character);
      encoded.append({'%', digits[byte >> 4U], digits[byte & 0xFU]});
    }
  }
  return encoded;
}

template <class Id>
std::string segment(const Id& id, const char* field, const char* what) {
  if (id.str().empty()) {
    throw Error(
        ErrorCode::not_found,
        {{field, "there is no such " + std::string(what) + " in this account", "not_found"}});
  }
  return "/" + percent_encoded(id.str());
}

std::string segment(const ModelGroupId& id) { return segment(id, "model_group_id", "model group"); }
std::string segment(const ModelInstanceId& id) {
  return segment(id, "model_instance_id", "model instance");
}
std::string segment(const ModelDeploymentId& id) {
  return segment(id, "model_deployment_id", "model deployment");
}

/// A comma in the name of a field would make two keys of one.
std::string value_of(const SortKey& key) {
  const bool named =
      !key.field.empty() && std::all_of(key.field.begin(), key.field.end(), [](char character) {
        return (character >= 'a' && character <= 'z') || character == '_';
      });
  if (!named || (key.order != SortOrder::asc && key.order != SortOrder::desc)) {
    throw Error({{"sort_by", "must name a field of the record, with :asc or :desc", "enum"}});
  }
  return key.field + (key.order == SortOrder::asc ? ":asc" : ":desc");
}

/// Collects what a query has set and no request can say.
class Unsendable {
 public:
  void refuse_if(bool set, const char* field) {
    if (set) violations_.push_back({field, problem, "extra_forbidden"});
  }
  void throw_if_any() {
    if (!violations_.empty()) throw Error(std::move(violations_));
  }

 private:
  static constexpr const char* problem =
      "must not be set: the platform's API cannot be asked for it; list without it and choose";

  std::vector<Violation> violations_;
};

}  // namespace

void require_sendable(const ModelGroupQuery& query) {
  Unsendable unsendable;
  unsendable.refuse_if(query.name.has_value(), "name");
  unsendable.refuse_if(query.name_contains.has_value(), "name_contains");
  unsendable.refuse_if(!query.sort_by.empty(), "sort_by");
  unsendable.throw_if_any();
}

void require_sendable(const ModelInstanceFilter& filter) {
  Unsendable unsendable;
  unsendable.refuse_if(filter.name.has_value(), "name");
  unsendable.refuse_if(filter.name_contains.has_value(), "name_contains");
  unsendable.refuse_if(filter.model_vendor.has_value(), "model_vendor");
  unsendable.refuse_if(filter.base_model_id.has_value(), "base_model_id");
  unsendable.refuse_if(filter.created_after.has_value(), "created_after");
  unsendable.refuse_if(filter.created_before.has_value(), "created_before");
  unsendable.throw_if_any();
}

std::string target_of(const ModelGroupId& id) { return "/v4/model-groups" + segment(id); }
std::string target_of(const ModelInstanceId& id) { return "/v4/models" + segment(id); }

std::string target_of(const ModelInstanceId& instance, const ModelDeploymentId& id) {
  return target_of_deployments(instance) + segment(id);
}

std::string target_of_membership(const ModelGroupId& group, const ModelInstanceId& instance) {
  return target_of(group) + "/models" + segment(instance);
}

std::string target_of_deployments(const ModelInstanceId& instance) {
  return target_of(instance) + "/deployments";
}

std::string query_of(const PageRequest& request, const std::vector<SortKey>& sort_by) {
  std::string query =
      "?page=" + std::to_string(request.page) + "&limit=" + std::to_string(request.limit);
  for (const auto& key : sort_by) query += "&sort_by=" + value_of(key);
  return query;
}

std::string query_of(const ModelInstanceQuery& query, const ModelInstanceViews& views) {
  require_sendable(query);
  std::string text = query_of(query, query.sort_by);
  if (query.model_group_id) {
    text += "&model_group_id=" + percent_encoded(query.model_group_id->str());
  }
  if (query.model_type) text.append("&model_type=").append(to_string(*query.model_type));
  return text + query_of(views, '&');
}

std::string query_of(const ModelInstanceViews& views, char separator) {
  std::string text;
  for (const auto view : views) {
    text.append(1, separator).append("view=").append(to_string(view));
    separator = '&';
  }
  return text;
}

}  // namespace modelreg::client
