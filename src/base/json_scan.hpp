#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "modelreg/error.hpp"
#include "modelreg/json_object.hpp"
#include "modelreg/limits.hpp"

namespace modelreg::base {

enum class JsonKind : std::uint8_t { null, boolean, integer, number, string, array, object };

/// One member of a JSON object, or one element of an array.
struct JsonMember {
  std::string name;  ///< Of an element, its place: `[0]`.
  JsonKind kind;
  std::string text;  ///< A string's characters; of anything else, its JSON text on one line.
  const JsonObject* known = nullptr;  ///< The object that it is, and then `text` is empty.

  /// What stands in the text, if it is no string.
  [[nodiscard]] const std::string& json() const { return known != nullptr ? known->text() : text; }
};

/// What a text should be.
struct JsonRules {
  JsonKind outermost = JsonKind::object;  ///< An object or an array.
  int max_depth = max_json_depth;
  std::size_t max_bytes = max_text_bytes;
  std::size_t max_members = std::numeric_limits<std::size_t>::max();  ///< Of the outermost value.
  std::size_t max_member_bytes = max_bytes;  ///< Of an object or array in it.
  std::span<const JsonObject> known = {};  ///< Objects that need not be read, if one of them it is.
};

/// What the text of a record must be: the objects in it are each a `JsonObject`.
[[nodiscard]] constexpr JsonRules rules_of_a_record(std::size_t max_bytes) {
  return {
      .max_bytes = max_bytes, .max_members = max_json_members, .max_member_bytes = max_text_bytes};
}

/// What was found in a text that should be a JSON object or array.
struct JsonScan {
  std::string text;                   ///< The object on one line.
  std::vector<JsonMember> members;    ///< In the order of the text.
  std::string syntax_error;           ///< Why the text is no JSON of that kind; else empty.
  std::size_t error_byte = 0;         ///< Where the text stops being JSON, from 0; if it does.
  std::optional<JsonKind> found;      ///< What it is, if it is JSON of another kind.
  std::vector<Violation> violations;  ///< Of the rules of `JsonObject`, by the member at fault.
  bool complete = false;              ///< Whether the text was read to its end.

  /// The member of that name; null if there is none.
  [[nodiscard]] const JsonMember* find(std::string_view name) const noexcept;
};

/// Read `text`, whoever wrote it, without recursion and without building a document: what it costs
/// is bounded by its length, and running out of memory is an exception like any other.
[[nodiscard]] JsonScan scan_json(std::string_view text, const JsonRules& rules = {});

/// The same, of a text that must keep the rules.
/// Throws: `invalid_argument` if it does not.
[[nodiscard]] JsonScan read_json(std::string_view text, const JsonRules& rules = {});

/// A text that is the same for equal objects: members in order of their names, numbers spelt alike.
/// `object` must have been scanned without fault.
[[nodiscard]] std::string canonical_json(std::string_view object);

}  // namespace modelreg::base
