#include <charconv>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/json_numbers.hpp"
#include "modelreg/json.hpp"

namespace modelreg {
namespace {

using Json = nlohmann::json;

template <class Number>
bool fits(std::string_view text) {
  Number number{};
  return std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc();
}

/// Whether a C++ number holds it, as nlohmann's would be.
bool fits_a_number(std::string_view text) {
  if (text.find_first_of(".eE") != std::string_view::npos) {
    const double number = std::strtod(std::string(text).c_str(), nullptr);
    return std::isfinite(number);
  }
  return fits<std::int64_t>(text) || fits<std::uint64_t>(text);
}

/// Receives the events of a sound text, and keeps where in it the parser is.
class PlaceFinder {
 public:
  explicit PlaceFinder(base::SparedNumbers& numbers) : numbers_(numbers) {}

  std::vector<Violation> found;

  bool null() { return begin_value(); }
  bool boolean(bool) { return begin_value(); }
  bool string(const std::string&) { return begin_value(); }
  bool binary(Json::binary_t&) { return false; }
  bool number_integer(Json::number_integer_t) { return number({}); }
  bool number_unsigned(Json::number_unsigned_t) { return number({}); }
  bool number_float(Json::number_float_t, const std::string& spelling) { return number(spelling); }

  bool start_object(std::size_t) {
    begin_value();
    levels_.emplace_back();
    return true;
  }
  bool start_array(std::size_t) {
    begin_value();
    levels_.push_back({.is_array = true});
    return true;
  }
  bool key(std::string& name) {
    levels_.back().key = std::move(name);
    return true;
  }
  bool end_object() { return end(); }
  bool end_array() { return end(); }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) { return false; }

 private:
  struct Level {
    bool is_array = false;
    std::size_t values = 0;
    std::string key = {};
  };

  bool begin_value() {
    if (!levels_.empty()) ++levels_.back().values;
    return true;
  }
  bool end() {
    levels_.pop_back();
    return true;
  }

  /// `spelling` is empty for one that the parser has made an integer of 64 bits.
  bool number(std::string_view spelling) {
    begin_value();
    spelling = numbers_.next().value_or(spelling);
    if (!spelling.empty() && !fits_a_number(spelling)) {
      found.push_back({place(), "holds a number that no C++ number does", "json_invalid"});
    }
    return true;
  }

  [[nodiscard]] std::string place() const {
    std::string text;
    for (const Level& level : levels_) {
      if (level.is_array) {
        text += "[" + std::to_string(level.values - 1) + "]";
      } else {
        text += (text.empty() ? "" : ".") + level.key;
      }
    }
    return text;
  }

  base::SparedNumbers& numbers_;
  std::vector<Level> levels_;
};

}  // namespace

std::vector<Violation> numbers_out_of_range(std::string_view json) {
  base::SparedNumbers numbers(json);
  PlaceFinder finder(numbers);
  Json::sax_parse(numbers.text(), &finder);
  return std::move(finder.found);
}

}  // namespace modelreg
