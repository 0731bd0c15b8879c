#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

#include "base/fields.hpp"
#include "base/json_scan.hpp"
#include "modelreg/limits.hpp"
#include "modelreg/page.hpp"
#include "registry/model_type_traits.hpp"

/// What the JSON texts of records, and of pages of them, must be.
namespace modelreg::wire {

/// What may stand within another record or a page.
template <class Record>
concept NestedRecord =
    base::OneOf<Record, ModelGroup, ModelInstance, ViewedModelInstance, ModelDeployment>;

/// Of a text with several records in it.
inline constexpr std::size_t max_collection_bytes = std::size_t{256} << 20U;

/// A page has its items two levels further down than a record would have them.
inline base::JsonRules collection_rules(base::JsonKind outermost = base::JsonKind::object) {
  return {.outermost = outermost,
          .max_depth = max_json_depth + 2,
          .max_bytes = max_collection_bytes,
          .max_members = max_json_members,
          .known = registry::known_schemas()};
}

/// Of a record, as of what is new of it or changed in it.
template <class Record>
inline constexpr std::size_t max_bytes_of = max_json_text_bytes;
template <>
inline constexpr std::size_t max_bytes_of<ViewedModelInstance> = max_collection_bytes;
template <class Record>
inline constexpr std::size_t max_bytes_of<Page<Record>> = max_collection_bytes;

template <class Record>
base::JsonRules rules_of(const Record&) {
  auto rules = base::rules_of_a_record(max_json_text_bytes);
  if constexpr (std::is_same_v<Record, ModelInstance>) rules.known = registry::known_schemas();
  return rules;
}
inline base::JsonRules rules_of(const ViewedModelInstance&) { return collection_rules(); }
template <class Record>
base::JsonRules rules_of(const Page<Record>&) {
  return collection_rules();
}

/// Have `decoder` read each field of `record`.
template <class Decoder, class Record>
void take_fields(Decoder& decoder, Record& record) {
  base::each_field(decoder, record);
}

template <class Decoder, class Record>
void take_fields(Decoder& decoder, Page<Record>& page) {
  std::int64_t items_per_page = 0;
  decoder("current_page", page.current_page);
  decoder("items", page.items);
  decoder("items_per_page", items_per_page);
  decoder("total_item_count", page.total_item_count);
  page.items_per_page = static_cast<int>(
      std::clamp<std::int64_t>(items_per_page, -1, std::numeric_limits<int>::max()));
}

template <class Record>
std::vector<Violation> violations_of(const Record& record) {
  return validate(record);
}
inline std::vector<Violation> violations_of(const ViewedModelInstance& viewed) {
  return validate(viewed.model_instance);
}
template <class Record>
std::vector<Violation> violations_of(const Page<Record>& page) {
  std::vector<Violation> violations;
  const auto require = [&](bool holds, const char* field, const char* problem) {
    if (!holds) violations.push_back({field, problem, "greater_than_equal"});
  };
  require(page.current_page >= 1, "current_page", "must be 1 or more");
  require(page.items_per_page >= 0, "items_per_page", "must be 0 or more");
  require(page.total_item_count >= 0, "total_item_count", "must be 0 or more");
  return violations;
}

}  // namespace modelreg::wire
