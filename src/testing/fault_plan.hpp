#pragma once

#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "modelreg/error.hpp"
#include "modelreg/testing/fault.hpp"
#include "modelreg/wire.hpp"

namespace modelreg::testing {

/// Which calls of one registry go wrong, and how.
class FaultPlan {
 public:
  /// Throws: `invalid_argument` if `when` can hit no call.
  void add(Fault fault, When when);
  void clear();
  /// The fault that this call is to have; nothing if it goes well.
  [[nodiscard]] std::optional<Fault> next(std::optional<Operation> operation);

 private:
  struct Entry {
    Fault fault;
    When when;
    std::mt19937_64 random;
    int seen = 0;  // calls of its operation

    bool wants_next();
  };

  std::mutex mutex_;
  std::vector<Entry> entries_;
};

/// Whether an operation only reads.
[[nodiscard]] bool only_reads(std::optional<Operation> operation) noexcept;

/// What a session throws.
[[nodiscard]] Error error_of(const Fault& fault, Operation operation);

/// What a request is answered with, if `answer` is what it would have been.
/// Throws: `outcome_unknown` where there is no answer.
[[nodiscard]] Response response_of(const Fault& fault, const Response& answer);

}  // namespace modelreg::testing
