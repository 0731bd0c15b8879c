#include "wire/query_parameters.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <limits>

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

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\n\v\f\r";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The integer that `text` spells, as its sign and digits alone: blanks around it, a plus sign,
/// single underscores between digits and decimals that are all zero are no part of it. Empty if it
/// spells none.
std::string digits_of(std::string_view text) {
  text = without_blanks(text);
  const auto point = text.find('.');
  if (point != std::string_view::npos &&
      text.find_first_not_of('0', point + 1) == std::string_view::npos && point + 1 < text.size()) {
    text = text.substr(0, point);
  }
  const bool plus = text.starts_with('+');
  if (plus) text.remove_prefix(1);
  if (text.find_first_of(plus ? "+-_" : "_") == 0 || text.ends_with('_') ||
      text.starts_with("-_") || text.find("__") != std::string_view::npos) {
    return {};
  }
  std::string digits(text);
  std::erase(digits, '_');
  return digits;
}

/// A limit that no int holds is beyond every limit that there is.
int as_int(std::int64_t number) {
  constexpr std::int64_t least = std::numeric_limits<int>::min();
  constexpr std::int64_t most = std::numeric_limits<int>::max();
  return static_cast<int>(std::clamp(number, least, most));
}

}  // namespace

std::vector<std::string_view> QueryParameters::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : parameters_) {
    if (key == name) values.emplace_back(value);
  }
  return values;
}

std::vector<std::string_view> QueryParameters::elements(std::string_view name) const {
  std::vector<std::string_view> found;
  for (std::string_view rest : all(name)) {
    for (auto comma = rest.find(','); comma != std::string_view::npos; comma = rest.find(',')) {
      found.push_back(rest.substr(0, comma));
      rest.remove_prefix(comma + 1);
    }
    found.push_back(rest);
  }
  return found;
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

std::optional<std::int64_t> QueryParameters::integer(std::string_view name) {
  const auto values = all(name);
  if (values.empty()) return std::nullopt;
  const auto digits = digits_of(values.back());
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || end != digits.data() + digits.size()) {
    add({std::string(name), "must be an integer", "int_parsing"});
  } else if (error == std::errc::result_out_of_range) {
    number = digits.front() == '-' ? std::numeric_limits<std::int64_t>::min()
                                   : std::numeric_limits<std::int64_t>::max();
    if (number > 0) add({std::string(name), "is too large", "less_than_equal"});
  }
  return number;
}

PageRequest QueryParameters::page() {
  PageRequest request;
  const auto add_unnamed = [this](std::vector<Violation> found) {
    for (auto& violation : found) {
      const bool named = std::any_of(
          violations.begin(), violations.end(),
          [&](const LocatedViolation& known) { return known.violation.field == violation.field; });
      if (!named) add(std::move(violation));
    }
  };
  if (const auto page = integer("page")) request.page = *page;
  add_unnamed(registry::validate(request));  // before those of the limit, as they are declared
  if (const auto limit = integer("limit")) request.limit = as_int(*limit);
  add_unnamed(registry::validate(request));
  return request;
}

template <class Record>
std::vector<SortKey> QueryParameters::sort_by() {
  std::vector<SortKey> keys;
  for (const auto text : elements("sort_by")) {
    keys.push_back(sort_key(text));
    for (auto& violation : registry::validate_sort_keys<Record>({keys.back()})) {
      add(std::move(violation), keys.size() - 1);
    }
  }
  return keys;
}

template std::vector<SortKey> QueryParameters::sort_by<ModelInstance>();
template std::vector<SortKey> QueryParameters::sort_by<ModelDeployment>();

ModelInstanceViews QueryParameters::views() {
  ModelInstanceViews views;
  std::size_t index = 0;
  for (const auto text : elements("view")) {
    const std::size_t at = index++;
    const auto view = parse<ModelInstanceView>(text);
    if (!view) {
      add({"view", registry::one_of_its_values<ModelInstanceView>(), "enum"}, at);
    } else if (std::find(views.begin(), views.end(), *view) == views.end()) {
      views.push_back(*view);
    }
  }
  return views;
}

}  // namespace modelreg::wire
