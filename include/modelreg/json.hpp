#pragma once

#if !__has_include(<nlohmann/json.hpp>)
#error "modelreg/json.hpp, and it alone, needs nlohmann/json 3.11 (Debian: nlohmann-json3-dev)"
#endif

#include <concepts>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "modelreg/error.hpp"
#include "modelreg/export.hpp"
#include "modelreg/json_text.hpp"
#include "modelreg/limits.hpp"

/// Opt-in: conversions between nlohmann::json and the library's records.
///
///     nlohmann::json document = session.get_model_instance(model.id);
///     auto copy = document.get<ModelInstance>();
///
/// A document that came from outside is better decoded by `from_json_text`: nlohmann's own parser
/// drops duplicate keys silently and ends the program when memory runs out.
namespace modelreg {

/// A record with a JSON form.
template <class T>
concept JsonRecord = std::same_as<T, ModelGroup> || std::same_as<T, NewModelGroup> ||
    std::same_as<T, ModelInstance> || std::same_as<T, NewModelInstance> ||
    std::same_as<T, ModelDeployment> || std::same_as<T, NewModelDeployment>;

/// The numbers in a JSON text that no C++ number holds, each with its place, such as
/// `base_model_metadata.limits[2]`: integers outside 64 bits, signed or unsigned, and what is too
/// large for a double. The library keeps them digit by digit; nlohmann's documents cannot.
[[nodiscard]] MODELREG_EXPORT std::vector<Violation> numbers_out_of_range(std::string_view json);

/// The document that a JSON text of the library's spells.
/// Throws: `invalid_argument`, with the place of each, if it holds numbers that are out of range.
[[nodiscard]] inline nlohmann::json checked_parse(const std::string& text) {
  auto violations = numbers_out_of_range(text);
  if (!violations.empty()) throw Error(std::move(violations));
  return nlohmann::json::parse(text);
}

/// `document` as text. Throws: `invalid_argument` if it is nested deeper than `max_json_depth`,
/// which the recursive `dump()` must not see, or holds a text that is no UTF-8.
[[nodiscard]] inline std::string checked_dump(const nlohmann::json& document) {
  std::vector<std::pair<const nlohmann::json*, int>> to_visit{{&document, 1}};
  while (!to_visit.empty()) {
    const auto [value, depth] = to_visit.back();
    to_visit.pop_back();
    if (!value->is_structured()) continue;
    if (depth > max_json_depth) {
      throw Error({{"", "must not be nested deeper than 32 levels", "json_invalid"}});
    }
    for (const auto& child : *value) to_visit.emplace_back(&child, depth + 1);
  }
  try {
    return document.dump();
  } catch (const nlohmann::json::type_error&) {
    throw Error({{"", "must be valid UTF-8", "json_invalid"}});
  }
}

/// Throws: `invalid_argument` as `checked_parse`.
inline void to_json(nlohmann::json& document, const JsonObject& object) {
  document = checked_parse(object.text());
}

/// Throws: `invalid_argument` as the constructor of `JsonObject`.
inline void from_json(const nlohmann::json& document, JsonObject& object) {
  object = JsonObject(checked_dump(document));
}

/// Throws: `invalid_argument` as `checked_parse`.
template <JsonRecord Record>
void to_json(nlohmann::json& document, const Record& record) {
  document = checked_parse(to_json_text(record));
}

/// Throws: `invalid_argument` as `from_json_text`.
template <JsonRecord Record>
void from_json(const nlohmann::json& document, Record& record) {
  record = from_json_text<Record>(checked_dump(document));
}

}  // namespace modelreg
