#include "client/patience.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <exception>
#include <random>
#include <thread>

#include "client/headers.hpp"
#include "client/http_date.hpp"

namespace modelreg::client {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;

Timestamp now_of_the_system() {
  return std::chrono::time_point_cast<microseconds>(std::chrono::system_clock::now());
}

double any_chance() {
  try {
    std::random_device device;
    return std::uniform_real_distribution<double>(0, 1)(device);
  } catch (const std::exception&) {  // the system gives no random numbers
    return 0.5;
  }
}

/// A number of units, with decimals or without; nothing if it is none, or negative.
std::optional<double> number_in(std::string_view text) {
  constexpr double most = 1e9;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (!std::isfinite(number) || number < 0) return std::nullopt;
  return std::min(number, most);
}

/// At most so much that sums of it are no trouble: 31 years.
milliseconds rounded_up(double count) {
  constexpr double most = 1e12;
  return milliseconds(std::llround(std::ceil(std::min(count, most))));
}

}  // namespace

Patience::Patience(const RetryOptions& options)
    : options_(options), start_(options.now ? options.now() : now_of_the_system()) {}

/// The system's clock may be set while the call goes on.
Timestamp Patience::now() const {
  if (options_.now) return options_.now();
  return start_ + duration_cast<microseconds>(std::chrono::steady_clock::now() - steady_start_);
}

bool Patience::wait(int retries, std::optional<milliseconds> asked) const {
  if (retries >= options_.most_retries) return false;
  const auto delay = asked.value_or(backoff(retries));
  using Seconds = std::chrono::duration<double>;  // which no option overflows
  if (Seconds(now() - start_) + Seconds(delay) > Seconds(options_.deadline)) return false;
  if (options_.sleep) {
    options_.sleep(delay);
  } else {
    std::this_thread::sleep_for(delay);
  }
  return true;
}

std::optional<milliseconds> Patience::asked_by(const Response& response) const {
  constexpr double second = 1000;
  if (const auto text = find_header(response.headers, "retry-after-ms")) {
    if (const auto number = number_in(*text)) return rounded_up(*number);
  }
  const auto text = find_header(response.headers, "retry-after");
  if (!text) return std::nullopt;
  if (const auto number = number_in(*text)) return rounded_up(*number * second);
  const auto date = parse_http_date(*text);
  if (!date) return std::nullopt;
  return std::max(std::chrono::ceil<milliseconds>(*date - now()), milliseconds(0));
}

/// The delay doubles until it is the longest, and chance takes up to a quarter of it.
milliseconds Patience::backoff(int retries) const {
  constexpr double by_chance = 0.25;
  const double chance = options_.chance ? options_.chance() : any_chance();
  const double doubled = static_cast<double>(options_.first_delay.count()) * std::exp2(retries);
  const double most = static_cast<double>(options_.longest_delay.count());
  return rounded_up(std::min(doubled, most) * (1 - by_chance * std::clamp(chance, 0.0, 1.0)));
}

}  // namespace modelreg::client
