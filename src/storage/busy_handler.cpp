#include "storage/busy_handler.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <thread>

#include "base/fork.hpp"
#include "storage/deadline.hpp"

namespace modelreg::storage {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr microseconds shortest_backoff{20};
constexpr microseconds longest_backoff{400};
constexpr milliseconds lately{100};

/// Who has waited for longer waits for a long change, and looks 200 times a second: no battery is
/// to be emptied by it.
constexpr milliseconds a_while{10};
constexpr microseconds shortest_later{2000};
constexpr microseconds longest_later{8000};

}  // namespace

// Seeded by where the object is and when: connections must differ, and need no good randomness.
BusyHandler::BusyHandler(std::chrono::milliseconds timeout)
    : timeout_(timeout),
      random_(static_cast<std::uint32_t>(
          reinterpret_cast<std::uintptr_t>(this) ^
          static_cast<std::uintptr_t>(
              std::chrono::steady_clock::now().time_since_epoch().count()))) {}

void BusyHandler::serve(sqlite3* connection) { sqlite3_busy_handler(connection, on_busy, this); }

int BusyHandler::on_busy(void* self, int times_waited) {
  return static_cast<BusyHandler*>(self)->wait(times_waited) ? 1 : 0;
}

bool BusyHandler::wait(int times_waited) {
  const auto now = steady_clock::now();
  if (times_waited == 0) {
    began_ = now;
    deadline_ = time_after(now, timeout_);
  }
  if (now >= deadline_) return false;
  const bool early = now - began_ < a_while;
  std::uniform_int_distribution<microseconds::rep> length(
      (early ? shortest_backoff : shortest_later).count(),
      (early ? longest_backoff : longest_later).count());
  {
    const base::MayFork may_fork;
    std::this_thread::sleep_for(microseconds(length(random_)));
  }
  last_backoff_ = now;
  return true;
}

void BusyHandler::wait_for_others() {
  const auto now = steady_clock::now();
  if (now - *last_backoff_ > lately) {
    last_backoff_.reset();
  } else if (now - last_change_ < longest_backoff) {
    std::this_thread::sleep_until(last_change_ + longest_backoff);
  }
}

}  // namespace modelreg::storage
