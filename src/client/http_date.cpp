#include "client/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <vector>

namespace modelreg::client {
namespace {

using namespace std::chrono;

std::vector<std::string_view> words_of(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> words;
  while (true) {
    const auto first = text.find_first_not_of(separators);
    if (first == std::string_view::npos) return words;
    text.remove_prefix(first);
    const auto length = std::min(text.find_first_of(separators), text.size());
    words.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
}

std::optional<int> whole_number_in(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

std::optional<month> month_in(std::string_view text) {
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto found = std::find(months.begin(), months.end(), text);
  if (found == months.end()) return std::nullopt;
  return month(static_cast<unsigned>(found - months.begin()) + 1);
}

/// A year of two digits is one of 1970 to 2069.
std::optional<year> year_in(std::string_view text) {
  const auto number = whole_number_in(text);
  if (!number || (text.size() != 2 && text.size() != 4)) return std::nullopt;
  if (text.size() == 4) return year(*number);
  return year(*number + (*number < 70 ? 2000 : 1900));
}

std::optional<seconds> time_of_day_in(std::string_view text) {
  const auto parts = words_of(text, ":");
  if (parts.size() != 3) return std::nullopt;
  const auto hour = whole_number_in(parts[0]);
  const auto minute = whole_number_in(parts[1]);
  const auto second = whole_number_in(parts[2]);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return {};
  return hours(*hour) + minutes(*minute) + seconds(*second);
}

}  // namespace

std::optional<Timestamp> parse_http_date(std::string_view text) {
  auto words = words_of(text, " ,-");  // the weekday is the first
  if (words.size() == 5 && month_in(words[1])) {
    words = {words[0], words[2], words[1], words[4], words[3], "GMT"};
  }
  if (words.size() != 6 || words[5] != "GMT") return std::nullopt;
  const auto number = whole_number_in(words[1]);
  const auto of_month = month_in(words[2]);
  const auto of_year = year_in(words[3]);
  const auto time = time_of_day_in(words[4]);
  if (!number || *number > 31 || !of_month || !of_year || !time) return std::nullopt;
  const year_month_day date(*of_year, *of_month, day(static_cast<unsigned>(*number)));
  if (!date.ok()) return std::nullopt;
  return sys_days(date) + *time;
}

}  // namespace modelreg::client
