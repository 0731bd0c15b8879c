#include "storage/fork_guard.hpp"

#include <pthread.h>

#include <atomic>

#include "modelreg/error.hpp"

namespace modelreg::storage {
namespace {

/// Counts in the child alone. Asking for the process's id instead is a system call each time.
std::atomic<unsigned> forks = 0;

void count_forks() {
  static const int failure = pthread_atfork(nullptr, nullptr, [] { ++forks; });
  if (failure != 0) throw Error(ErrorCode::storage, "out of memory");
}

}  // namespace

ForkGuard::ForkGuard() {
  count_forks();
  forks_ = forks.load(std::memory_order_relaxed);
}

bool ForkGuard::in_child() const noexcept {
  return forks.load(std::memory_order_relaxed) != forks_;
}

}  // namespace modelreg::storage
