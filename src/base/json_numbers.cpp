#include "base/json_numbers.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

namespace modelreg::base {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view letters_of_numbers = "+-.0123456789Ee";

/// Whether a double may be too small for it: 300 digits or an exponent of three. Those that do fit
/// are spared, too, and lose nothing.
bool may_be_too_large(std::string_view number) {
  constexpr std::size_t many = 300;
  const auto exponent = number.find_first_of("eE");
  return number.size() > many ||
         (exponent != std::string_view::npos && number.size() - exponent > 3);
}

/// The end of the string that begins at `quote`.
std::size_t end_of_string(std::string_view text, std::size_t quote) {
  for (auto at = text.find_first_of("\\\"", quote + 1); at != std::string_view::npos;
       at = text.find_first_of("\\\"", at)) {
    if (text[at] == '"') return at + 1;
    at += 2;
  }
  return text.size();
}

std::size_t end_of_number(std::string_view text, std::size_t begin) {
  return std::min(text.find_first_not_of(letters_of_numbers, begin), text.size());
}

/// Take all digits from the front of `text`; false if there is none.
bool take_digits(std::string_view& text) {
  const auto count = std::min(text.find_first_not_of(digits), text.size());
  text.remove_prefix(count);
  return count > 0;
}

bool take(std::string_view& text, std::string_view letters) {
  if (text.empty() || letters.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

SparedNumbers::SparedNumbers(std::string_view text) : text_(text) {
  std::size_t numbers = 0;
  for (auto at = text.find_first_of("\"-0123456789"); at < text.size();
       at = text.find_first_of("\"-0123456789", at)) {
    if (text[at] == '"') {
      at = end_of_string(text, at);
    } else {
      const auto end = end_of_number(text, at);
      spare(at, end, numbers++);
      at = end;
    }
  }
}

void SparedNumbers::spare(std::size_t begin, std::size_t end, std::size_t place) {
  const auto number = text_.substr(begin, end - begin);
  if (!may_be_too_large(number) || !is_json_number(number)) return;
  if (copy_.empty()) copy_ = text_;
  copy_.replace(begin, number.size(), number.size(), ' ');
  copy_[begin] = '0';
  spared_.push_back({place, number});
}

std::optional<std::string_view> SparedNumbers::next() {
  const std::size_t place = read_++;
  if (spared_.empty() || spared_.front().place != place) return std::nullopt;
  const auto spelling = spared_.front().spelling;
  spared_.pop_front();
  return spelling;
}

bool is_json_number(std::string_view text) noexcept {
  take(text, "-");
  if (!take(text, "0") && !take_digits(text)) return false;
  if (take(text, ".") && !take_digits(text)) return false;
  if (take(text, "eE")) {
    take(text, "+-");
    if (!take_digits(text)) return false;
  }
  return text.empty();
}

std::string canonical_number(std::string_view number) {
  const bool negative = number.starts_with('-');
  if (negative) number.remove_prefix(1);
  const auto e = std::min(number.find_first_of("eE"), number.size());
  const auto mantissa = number.substr(0, e);
  const auto point = std::min(mantissa.find('.'), mantissa.size());
  std::string significant(mantissa.substr(0, point));
  if (point < mantissa.size()) significant += mantissa.substr(point + 1);
  const auto last = significant.find_last_not_of('0');
  if (last == std::string::npos) return "0";

  std::string_view exponent_text = number.substr(std::min(e + 1, number.size()));
  if (exponent_text.starts_with('+')) exponent_text.remove_prefix(1);
  std::int64_t exponent = 0;
  const auto read =
      std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);
  constexpr std::int64_t farthest = std::numeric_limits<std::int64_t>::max() / 2;
  if (read.ec == std::errc::result_out_of_range || exponent > farthest || exponent < -farthest) {
    return std::string(negative ? "-" : "") + std::string(number);  // equal where spelt alike
  }
  exponent += static_cast<std::int64_t>(point) - static_cast<std::int64_t>(last + 1);
  significant.erase(last + 1);
  significant.erase(0, significant.find_first_not_of('0'));
  return (negative ? "-" : "") + significant + "e" + std::to_string(exponent);
}

}  // namespace modelreg::base
