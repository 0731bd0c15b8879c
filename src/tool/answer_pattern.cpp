#include "tool/answer_pattern.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "modelreg/timestamp.hpp"

namespace modelreg::tool {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t longest_excerpt = 160;

std::string spelt(const ordered_json& value) {
  return excerpt(value.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
}

/// A time without an offset is one in UTC.
std::optional<Timestamp> time_of(const std::string& text) {
  const auto time = parse_timestamp(text);
  return time ? time : parse_timestamp(text + "Z");
}

/// Whether `value` is of the kind that a text in angle brackets names; nothing if it names none.
std::optional<bool> is_of_kind(const std::string& kind, const ordered_json& value) {
  const std::string text = value.is_string() ? value.get<std::string>() : "";
  if (kind == "<text>" || kind == "<id>") return !text.empty();
  if (kind == "<time>") return time_of(text).has_value();
  if (kind == "<microseconds>") {
    const auto time = parse_timestamp(text);
    return time && to_string(*time) == text;
  }
  if (kind == "<integer>") return value.is_number_integer();
  if (kind == "<boolean>") return value.is_boolean();
  if (kind == "<object>") return value.is_object();
  return std::nullopt;
}

class Comparison {
 public:
  std::vector<Difference> found;

  void compare(const std::string& place, const ordered_json& pattern, const ordered_json& value) {
    if (pattern.is_object() && value.is_object()) {
      compare_members(place, pattern, value);
    } else if (pattern.is_array() && value.is_array() && pattern.size() == value.size()) {
      for (std::size_t i = 0; i < pattern.size(); ++i) {
        compare(under(place, std::to_string(i)), pattern[i], value[i]);
      }
    } else if (!agrees(pattern, value)) {
      const auto* const kind = pattern.get_ptr<const std::string*>();
      const bool named = kind != nullptr && is_of_kind(*kind, value).has_value();
      add(place, named ? *kind : spelt(pattern), spelt(value));
    }
  }

 private:
  static std::string under(const std::string& place, const std::string& name) {
    return place.empty() ? name : place + "." + name;
  }

  static bool agrees(const ordered_json& pattern, const ordered_json& value) {
    if (!pattern.is_string()) return pattern == value;
    return is_of_kind(pattern.get<std::string>(), value).value_or(pattern == value);
  }

  void compare_members(const std::string& place, const ordered_json& pattern,
                       const ordered_json& value) {
    for (const auto& [name, wanted] : pattern.items()) {
      const auto member = value.find(name);
      const bool there = member != value.end();
      if (wanted == "<absent>") {
        if (there) add(under(place, name), "<absent>", spelt(*member));
      } else if (there) {
        compare(under(place, name), wanted, *member);
      } else {
        add(under(place, name), wanted.is_string() ? wanted.get<std::string>() : spelt(wanted),
            "<absent>");
      }
    }
  }

  void add(const std::string& place, const std::string& expected, const std::string& came) {
    const std::string before = place.empty() ? "" : place + ": ";
    found.push_back({before + expected, before + came});
  }
};

}  // namespace

std::string excerpt(const std::string& text) {
  if (text.size() <= longest_excerpt) return text;
  std::size_t end = longest_excerpt;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

std::vector<Difference> differences(const ordered_json& pattern, const ordered_json& answer) {
  Comparison comparison;
  comparison.compare("", pattern, answer);
  return comparison.found;
}

}  // namespace modelreg::tool
