#pragma once

#include <chrono>
#include <deque>
#include <mutex>
#include <string>

#include "modelreg/timestamp.hpp"

namespace modelreg::serve {

/// A request that was answered.
struct LoggedRequest {
  Timestamp at = {};
  std::string account_id = {};  ///< Empty if no good key came with it.
  std::string method = {};
  std::string target = {};
  int status = 0;
  std::chrono::microseconds took{0};
};

/// The last requests, for who wants to see what a program asked. Neither keys nor bodies are kept.
///
/// Thread safety: any number of threads.
class RequestLog {
 public:
  void add(LoggedRequest request);
  /// A JSON array of those of an account, the last one first, and of those without a good key,
  /// whose targets are left out: they may name another's records.
  [[nodiscard]] std::string of(const std::string& account_id) const;

 private:
  mutable std::mutex mutex_;
  std::deque<LoggedRequest> requests_;
};

}  // namespace modelreg::serve
