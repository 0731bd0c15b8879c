#include "storage/busy_handler.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <thread>

namespace modelreg::storage {
namespace {

constexpr int shortest_nap_us = 200;
constexpr int longest_nap_us = 4000;

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
  return static_cast<BusyHandler*>(self)->nap(times_waited) ? 1 : 0;
}

bool BusyHandler::nap(int times_waited) {
  const auto now = std::chrono::steady_clock::now();
  if (times_waited == 0) deadline_ = now + timeout_;
  if (now >= deadline_) return false;
  std::uniform_int_distribution<int> length(shortest_nap_us, longest_nap_us);
  std::this_thread::sleep_for(std::chrono::microseconds(length(random_)));
  return true;
}

}  // namespace modelreg::storage
