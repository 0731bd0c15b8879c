#include "base/fork.hpp"

#include <pthread.h>

#include <atomic>

#include "modelreg/error.hpp"

namespace modelreg::base {
namespace {

std::atomic<unsigned> forks_so_far = 0;  // asking for the process's id is a system call each time
std::atomic<bool> forking = false;
std::atomic<int> threads_inside = 0;
thread_local int depth = 0;  // of the NoForks of this thread

/// Either the thread sees that a fork is about to happen, or the fork sees the thread.
void enter() noexcept {
  while (true) {
    ++threads_inside;
    if (!forking) return;
    --threads_inside;
    threads_inside.notify_all();
    forking.wait(true);
  }
}

void leave() noexcept {
  --threads_inside;
  if (forking) threads_inside.notify_all();
}

int own() noexcept { return depth > 0 ? 1 : 0; }

/// A fork from within, by an allocator for instance, must not wait for itself.
void before_fork() {
  while (forking.exchange(true)) forking.wait(true);  // one fork at a time
  for (int others = threads_inside; others != own(); others = threads_inside) {
    threads_inside.wait(others);
  }
}

void after_fork() {
  forking = false;
  forking.notify_all();
}

void after_fork_in_child() {
  ++forks_so_far;
  threads_inside = own();  // the threads that wait for the fork are not here
  forking = false;
}

// When the program is loaded, since a thread that does it later could itself be cut off by a fork.
const bool watched = pthread_atfork(before_fork, after_fork, after_fork_in_child) == 0;

}  // namespace

NoFork::NoFork() noexcept {
  if (depth++ == 0) enter();
}

NoFork::~NoFork() {
  if (--depth == 0) leave();
}

MayFork::MayFork() noexcept : depth_(depth) {
  if (depth > 0) leave();
  depth = 0;
}

MayFork::~MayFork() {
  if (depth_ > 0) enter();
  depth = depth_;
}

void let_fork() noexcept {
  if (!forking) return;
  const MayFork now;
}

unsigned forks() noexcept { return forks_so_far.load(std::memory_order_relaxed); }

void require_fork_watch() {
  if (!watched) throw Error(ErrorCode::storage, "out of memory");
}

}  // namespace modelreg::base
