#pragma once

#include <chrono>
#include <optional>
#include <random>

struct sqlite3;

namespace modelreg::storage {

/// Waits while others hold a lock on the database: short backoffs of random length, so that of many
/// waiting writers none starves, until `timeout` has passed. SQLite's own timeout doubles its
/// backoffs instead, and under load some writers wait for seconds.
///
/// Backoff alone is not fair: whoever has just ended a change and goes on at once finds the lock
/// free, while those who wait are asleep. So a writer who had to wait lately gives way before its
/// next change, just long enough for the others to wake up.
class BusyHandler {
 public:
  explicit BusyHandler(std::chrono::milliseconds timeout);

  /// Serve `connection`, which must not outlive this object.
  void serve(sqlite3* connection);

  /// Wait a little for what SQLite itself does not wait for; `times_waited` counts from 0. False if
  /// the time is up.
  bool wait(int times_waited);

  /// To be called before a change begins.
  void give_way() {
    if (last_backoff_) wait_for_others();
  }
  /// To be called when a change has ended.
  void change_ended() noexcept {
    if (last_backoff_) last_change_ = std::chrono::steady_clock::now();
  }

 private:
  static int on_busy(void* self, int times_waited);
  void wait_for_others();

  std::chrono::milliseconds timeout_;
  std::chrono::steady_clock::time_point began_;
  std::chrono::steady_clock::time_point deadline_;
  std::optional<std::chrono::steady_clock::time_point>
      last_backoff_;  // none for a long time: empty
  std::chrono::steady_clock::time_point last_change_;
  std::minstd_rand random_;
};

}  // namespace modelreg::storage
