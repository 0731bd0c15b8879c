#pragma once

#include <chrono>
#include <random>

struct sqlite3;

namespace modelreg::storage {

/// Waits while others hold a lock on the database: short naps of random length, so that of many
/// waiting writers none starves, until `timeout` has passed. SQLite's own timeout doubles its naps
/// instead, and under load some writers wait for seconds.
class BusyHandler {
 public:
  explicit BusyHandler(std::chrono::milliseconds timeout);

  /// Serve `connection`, which must not outlive this object.
  void serve(sqlite3* connection);

 private:
  static int on_busy(void* self, int times_waited);
  bool nap(int times_waited);

  std::chrono::milliseconds timeout_;
  std::chrono::steady_clock::time_point deadline_;
  std::minstd_rand random_;
};

}  // namespace modelreg::storage
