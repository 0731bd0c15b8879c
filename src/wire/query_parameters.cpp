#include "wire/query_parameters.hpp"

#include <algorithm>
#include <charconv>

#include "base/utf8.hpp"
#include "modelreg/model_deployment.hpp"
#include "modelreg/model_instance.hpp"
#include "registry/sorting.hpp"
#include "registry/validation.hpp"

namespace modelreg::wire {
namespace {

/// FIELD:asc or FIELD:desc; of anything else, a key that no record can be sorted by.
SortKey sort_key(std::string_view text) {
  const auto colon = text.rfind(':');
  const auto order = colon == std::string_view::npos ? "" : text.substr(colon + 1);
  if (order == "asc") return {std::string(text.substr(0, colon)), SortOrder::asc};
  if (order == "desc") return {std::string(text.substr(0, colon)), SortOrder::desc};
  return {};
}

}  // namespace

std::vector<std::string_view> QueryParameters::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : parameters_) {
    if (key == name) values.emplace_back(value);
  }
  return values;
}

std::optional<std::string> QueryParameters::text(std::string_view name) {
  const auto values = all(name);
  if (values.empty()) return std::nullopt;
  std::string value(values.back());
  if (!base::count_characters(value)) {
    add({std::string(name), "must be valid UTF-8 without the character NUL", "string_type"});
  }
  return value;
}

void QueryParameters::read_integer(std::string_view name, int& value) {
  const auto values = all(name);
  if (values.empty()) return;
  const auto text = values.back();
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end != text.data() + text.size() || error == std::errc::invalid_argument) {
    add({std::string(name), "must be an integer", "int_type"});
  } else if (error == std::errc::result_out_of_range) {
    const bool negative = text.starts_with('-');
    add({std::string(name), negative ? "must be 1 or more" : "is too large",
         negative ? "greater_than_equal" : "less_than_equal"});
  } else {
    value = number;
  }
}

PageRequest QueryParameters::page() {
  PageRequest request;
  read_integer("page", request.page);
  read_integer("limit", request.limit);
  for (auto& violation : registry::validate(request)) add(std::move(violation));
  return request;
}

template <class Record>
std::vector<SortKey> QueryParameters::sort_by() {
  std::vector<SortKey> keys;
  for (const auto text : all("sort_by")) keys.push_back(sort_key(text));
  for (auto& violation : registry::validate_sort_keys<Record>(keys)) add(std::move(violation));
  return keys;
}

template std::vector<SortKey> QueryParameters::sort_by<ModelInstance>();
template std::vector<SortKey> QueryParameters::sort_by<ModelDeployment>();

ModelInstanceViews QueryParameters::views() {
  ModelInstanceViews views;
  for (const auto text : all("view")) {
    const auto view = parse<ModelInstanceView>(text);
    if (!view) {
      add({"view", registry::one_of_its_values<ModelInstanceView>(), "enum"});
    } else if (std::find(views.begin(), views.end(), *view) == views.end()) {
      views.push_back(*view);
    }
  }
  return views;
}

std::optional<ModelType> QueryParameters::model_type() {
  const auto value = text("model_type");
  if (!value) return std::nullopt;
  const auto type = parse<ModelType>(*value);
  if (!type) add({"model_type", registry::one_of_its_values<ModelType>(), "enum"});
  return type;
}

}  // namespace modelreg::wire
