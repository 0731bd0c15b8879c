#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "storage/fork_guard.hpp"

namespace modelreg::storage {

/// The threads that copy or check the file of a registry just now, each through a connection of its
/// own. A change has to wait for them. If it did that in SQLite, having locked the registry and the
/// file, all who only read would have to wait with it; so it waits here before it locks anything.
class MaintenanceThreads {
 public:
  /// This thread is one of them as long as the object lives.
  class Member {
   public:
    explicit Member(MaintenanceThreads& threads);
    ~Member();
    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;

   private:
    MaintenanceThreads& all_;
    ForkGuard guard_;
  };

  [[nodiscard]] bool any() const noexcept { return count_ > 0; }

  /// False if some are left after `timeout`.
  /// Throws: `invalid_argument` if this thread is one of them, which would wait for itself.
  [[nodiscard]] bool wait_for_end(std::chrono::milliseconds timeout);

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
  std::vector<std::thread::id> threads_;
  std::atomic<int> count_ = 0;
};

}  // namespace modelreg::storage
