#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <string>

#include "modelreg/timestamp.hpp"

namespace modelreg::testing {

/// A clock that moves when it is told to.
class Clock {
 public:
  explicit Clock(Timestamp now) : now_(now) {}

  [[nodiscard]] Timestamp now() const {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  void set(Timestamp now) {
    const std::lock_guard lock(mutex_);
    now_ = now;
  }
  void advance(std::chrono::microseconds time) {
    const std::lock_guard lock(mutex_);
    now_ += time;
  }

 private:
  mutable std::mutex mutex_;
  Timestamp now_;
};

/// Ids that count, or follow from a seed.
class Ids {
 public:
  explicit Ids(std::optional<std::uint64_t> seed) : seed_(seed) { restart(0); }

  [[nodiscard]] std::string next();
  /// How many were made.
  [[nodiscard]] std::uint64_t made() const;
  /// Go on as if so many had been made.
  void restart(std::uint64_t made);

 private:
  mutable std::mutex mutex_;
  std::optional<std::uint64_t> seed_;
  std::uint64_t made_ = 0;
  std::mt19937_64 random_;
};

}  // namespace modelreg::testing
