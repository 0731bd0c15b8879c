#include "modelreg/timestamp.hpp"

#include <cstddef>
#include <cstdint>

#include "base/timestamp_text.hpp"

namespace modelreg {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// Reads a text from left to right; every function takes what it is named after, or nothing.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool skip(std::string_view one_of) {
    if (rest_.empty() || one_of.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<int> digits(int count) {
    int value = 0;
    for (int i = 0; i < count; ++i) {
      const auto digit = this->digit();
      if (!digit) return std::nullopt;
      value = value * 10 + *digit;
    }
    return value;
  }

  /// Decimals as microseconds; those beyond the sixth are cut off.
  std::optional<microseconds> decimals() {
    int value = 0;
    int count = 0;
    for (auto digit = this->digit(); digit; digit = this->digit()) {
      if (count < 6) value = value * 10 + *digit;
      ++count;
    }
    if (count == 0) return std::nullopt;
    for (; count < 6; ++count) value *= 10;
    return microseconds(value);
  }

  bool at_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::optional<int> digit() {
    if (!at_digit()) return std::nullopt;
    const int value = rest_.front() - '0';
    rest_.remove_prefix(1);
    return value;
  }

  std::string_view rest_;
};

/// Writes numbers as digits, one behind the other.
class Writer {
 public:
  explicit Writer(char* at) : at_(at) {}

  /// The last `count` digits of `number`, and behind them `separator`.
  void write(std::int64_t number, std::size_t count, char separator) {
    for (char* digit = at_ + count; digit > at_; number /= 10) {
      *--digit = static_cast<char>('0' + number % 10);
    }
    at_ += count;
    *at_++ = separator;
  }

 private:
  char* at_;
};

std::optional<std::chrono::sys_days> read_date(Reader& reader) {
  const auto year = reader.digits(4);
  const bool extended = reader.skip("-");
  const auto month = reader.digits(2);
  if (!year || !month || *year == 0 || extended != reader.skip("-")) return std::nullopt;
  const auto day = reader.digits(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

std::optional<microseconds> read_time_of_day(Reader& reader) {
  const auto hour = reader.digits(2);
  const bool extended = reader.skip(":");
  const auto minute = reader.digits(2);
  if (!hour || !minute || *minute > 59) return std::nullopt;
  microseconds time = hours(*hour) + minutes(*minute);
  if (extended ? reader.skip(":") : reader.at_digit()) {
    const auto second = reader.digits(2);
    if (!second || *second > 60) return std::nullopt;  // 60: a leap second
    time += seconds(*second);
    if (reader.skip(".,")) {
      const auto decimals = reader.decimals();
      if (!decimals) return std::nullopt;
      time += *decimals;
    }
  }
  if (*hour > 24 || (*hour == 24 && time != hours(24))) return std::nullopt;
  return time;
}

std::optional<minutes> read_offset(Reader& reader) {
  if (reader.skip("Zz")) return minutes(0);
  const bool east = reader.skip("+");
  if (!east && !reader.skip("-")) return std::nullopt;
  const auto hour = reader.digits(2);
  if (!hour || *hour > 23) return std::nullopt;
  minutes offset = hours(*hour);
  if (reader.skip(":") || reader.at_digit()) {
    const auto minute = reader.digits(2);
    if (!minute || *minute > 59) return std::nullopt;
    offset += minutes(*minute);
  }
  return east ? offset : -offset;
}

}  // namespace

base::TimestampText::TimestampText(Timestamp timestamp) {
  const auto day = floor<days>(timestamp);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(timestamp - day);
  Writer text(characters_.data());
  text.write(static_cast<int>(date.year()), 4, '-');
  text.write(static_cast<unsigned>(date.month()), 2, '-');
  text.write(static_cast<unsigned>(date.day()), 2, 'T');
  text.write(time.hours().count(), 2, ':');
  text.write(time.minutes().count(), 2, ':');
  text.write(time.seconds().count(), 2, '.');
  text.write(time.subseconds().count(), 6, 'Z');
}

std::string to_string(Timestamp timestamp) {
  return std::string(base::TimestampText(timestamp).view());
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  Reader reader(text);
  const auto date = read_date(reader);
  if (!date || !reader.skip("Tt ")) return std::nullopt;
  const auto time = read_time_of_day(reader);
  if (!time) return std::nullopt;
  const auto offset = read_offset(reader);
  if (!offset || !reader.at_end()) return std::nullopt;
  const Timestamp timestamp = *date + *time - *offset;
  const int year{std::chrono::year_month_day(floor<days>(timestamp)).year()};
  if (year < 1 || year > 9999) return std::nullopt;
  return timestamp;
}

}  // namespace modelreg
