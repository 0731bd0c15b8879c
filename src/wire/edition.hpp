#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "base/fields.hpp"
#include "modelreg/edition.hpp"
#include "modelreg/page.hpp"

/// What the current edition of the contract has and the documented one has not, in one place.
namespace modelreg::wire {

inline constexpr auto current_fields = std::to_array<std::string_view>({"display_name"});

inline constexpr auto current_vendors = std::to_array({ModelVendor::vertex_ai});

/// A name that lists can be sorted by on the wire, and the field that it means.
struct SortName {
  std::string_view name;
  std::string_view field;
};

template <class Record>
inline constexpr std::array<SortName, 0> current_sort_names{};
template <>
inline constexpr auto current_sort_names<ModelInstance> = std::to_array<SortName>({
    {"display_name", "display_name"},
    {"base_model_metadata", "base_model_metadata"},
    {"model_creation_parameters", "model_creation_parameters"},
    {"request_schema", "request_schema"},
    {"response_schema", "response_schema"},
    {"model_group", "model_group_id"},
    {"deployments", "deployment_count"},
    {"created_by_user", "created_by_user_id"},
});
template <>
inline constexpr auto current_sort_names<ModelDeployment> = std::to_array<SortName>({
    {"model_creation_parameters", "model_creation_parameters"},
    {"vendor_configuration", "vendor_configuration"},
    {"deployment_metadata", "deployment_metadata"},
    {"created_by_user", "created_by_user_id"},
});

[[nodiscard]] constexpr bool knows_field(Edition edition, std::string_view field) {
  return edition == Edition::current ||
         std::find(current_fields.begin(), current_fields.end(), field) == current_fields.end();
}

template <TextEnum E>
[[nodiscard]] constexpr bool knows_value(Edition, E) {
  return true;
}
[[nodiscard]] constexpr bool knows_value(Edition edition, ModelVendor vendor) {
  return edition == Edition::current ||
         std::find(current_vendors.begin(), current_vendors.end(), vendor) == current_vendors.end();
}

/// Makes of a record what the documented edition knows of it.
class Documenting {
 public:
  template <class T>
  void operator()(std::string_view, T&) const {}
  template <class T>
  void operator()(std::string_view field, std::optional<T>& value) const {
    if (!knows_field(Edition::documented, field)) value.reset();
  }
  void operator()(std::string_view, std::optional<ModelVendor>& vendor) const {
    if (vendor && !knows_value(Edition::documented, *vendor)) vendor = ModelVendor::other;
  }
};

inline void limit_to_documented(auto& record) { base::each_field(Documenting(), record); }
inline void limit_to_documented(ViewedModelInstance& viewed) {
  base::each_field(Documenting(), viewed.model_instance);
}
template <class Record>
void limit_to_documented(Page<Record>& page) {
  for (Record& record : page.items) limit_to_documented(record);
}

}  // namespace modelreg::wire
