#pragma once

namespace modelreg::base {

/// While one lives, the process does not fork: `fork()` waits for its end, and what would begin
/// meanwhile waits for the fork. A child is a copy of the process at one moment, with one thread:
/// what another thread was in the middle of stays half done there, and what it had locked is never
/// unlocked.
///
/// Nest as you like. What it spans must be short and must wait for no other thread; `MayFork` is
/// for the rest.
class NoFork {
 public:
  NoFork() noexcept;
  ~NoFork();
  NoFork(const NoFork&) = delete;
  NoFork& operator=(const NoFork&) = delete;
};

/// Within a `NoFork`, a stretch in which the process may fork after all: a function of the user's
/// is called, or others are waited for.
class MayFork {
 public:
  MayFork() noexcept;
  ~MayFork();
  MayFork(const MayFork&) = delete;
  MayFork& operator=(const MayFork&) = delete;

 private:
  int depth_;
};

/// To be called now and then in a long `NoFork`, at a moment at which nothing is half done.
void let_fork() noexcept;

/// How many forks lie between the beginning of the program and this process.
[[nodiscard]] unsigned forks() noexcept;

/// Throws: `storage` if forks cannot be watched.
void require_fork_watch();

}  // namespace modelreg::base
