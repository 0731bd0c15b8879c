#include "testing/fault_plan.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace modelreg::testing {
namespace {

void check(const When& when) {
  std::vector<Violation> violations;
  if (when.first < 1) {
    violations.push_back({"first", "must be 1 or more; 1 is the next call", "greater_than_equal"});
  }
  if (when.calls && *when.calls < 1) {
    violations.push_back({"calls", "must be 1 or more", "greater_than_equal"});
  }
  if (when.share && !(*when.share >= 0 && *when.share <= 1)) {
    violations.push_back({"share", "must be a chance from 0 to 1", "value_error"});
  }
  if (!violations.empty()) throw Error(std::move(violations));
}

/// From 0 to 1, the same with each standard library.
double chance(std::mt19937_64& random) {
  constexpr unsigned bits = 53;
  return std::ldexp(static_cast<double>(random() >> (64U - bits)), -static_cast<int>(bits));
}

}  // namespace

bool FaultPlan::Entry::wants_next() {
  if (seen < INT32_MAX) ++seen;
  const std::int64_t calls = when.calls.value_or(when.share ? every_call : 1);
  if (seen < when.first || seen >= when.first + calls) return false;
  return !when.share || chance(random) < *when.share;
}

void FaultPlan::add(Fault fault, When when) {
  check(when);
  const std::lock_guard lock(mutex_);
  entries_.push_back({fault, when, std::mt19937_64(when.seed)});
}

void FaultPlan::clear() {
  const std::lock_guard lock(mutex_);
  entries_.clear();
}

std::optional<Fault> FaultPlan::next(std::optional<Operation> operation) {
  const std::lock_guard lock(mutex_);
  std::optional<Fault> fault;
  for (auto& entry : entries_) {
    if (entry.when.of && entry.when.of != operation) continue;
    const bool wants = entry.wants_next();
    if (wants && !fault) fault = entry.fault;
  }
  return fault;
}

}  // namespace modelreg::testing
