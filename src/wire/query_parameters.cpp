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
#include "wire/edition.hpp"

namespace modelreg::wire {
namespace {

/// The names that a list can be sorted by, with the field that each means.
template <class Record>
std::vector<SortName> sort_names(Edition edition) {
  constexpr auto& added = current_sort_names<Record>;
  std::vector<SortName> names;
  for (const auto field : registry::sortable_fields<Record>()) {
    const auto is_it = [&](const SortName& candidate) { return candidate.name == field; };
    if (std::none_of(added.begin(), added.end(), is_it)) names.push_back({field, field});
  }
  if (edition == Edition::current) names.insert(names.end(), added.begin(), added.end());
  return names;
}

Violation violation_naming(const std::vector<SortName>& names) {
  std::string problem = "must name one of";
  const char* separator = " ";
  for (const auto& known : names) {
    problem.append(std::exchange(separator, ", ")).append(known.name);
  }
  return {"sort_by", problem + ", with :asc or :desc", "enum"};
}

/// NAME:asc or NAME:desc with one of the names; nothing if it is something else.
std::optional<SortKey> sort_key(std::string_view text, const std::vector<SortName>& names) {
  const auto colon = std::min(text.rfind(':'), text.size());
  const auto order = text.substr(colon);
  if (order != ":asc" && order != ":desc") return std::nullopt;
  const auto known = std::find_if(names.begin(), names.end(), [&](const SortName& candidate) {
    return candidate.name == text.substr(0, colon);
  });
  if (known == names.end()) return std::nullopt;
  return SortKey{std::string(known->field), order == ":asc" ? SortOrder::asc : SortOrder::desc};
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
std::vector<SortKey> QueryParameters::sort_by(Edition edition) {
  std::vector<SortKey> keys;
  const auto texts = elements("sort_by");
  if (texts.empty()) return keys;
  const auto names = sort_names<Record>(edition);
  for (std::size_t index = 0; index < texts.size(); ++index) {
    if (auto key = sort_key(texts[index], names)) {
      keys.push_back(std::move(*key));
    } else {
      add(violation_naming(names), index);
    }
  }
  return keys;
}

template std::vector<SortKey> QueryParameters::sort_by<ModelInstance>(Edition);
template std::vector<SortKey> QueryParameters::sort_by<ModelDeployment>(Edition);

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
