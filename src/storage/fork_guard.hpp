#pragma once

#include "base/fork.hpp"

namespace modelreg::storage {

/// Notices that the process is a child that was forked since this object was made. SQLite's
/// connections do not survive a fork: the child has none of the locks that it seems to hold, and
/// even closing a connection there can damage the file.
class ForkGuard {
 public:
  [[nodiscard]] bool in_child() const noexcept { return base::forks() != forks_; }

 private:
  unsigned forks_ = base::forks();
};

/// Destroys what belongs to the process that made it, and leaves it alone in a child.
struct DeleteUnlessInherited {
  template <class T>
  void operator()(const T* object) const {
    if (guard.in_child()) return;
    const base::NoFork no_fork;
    delete object;
  }

  ForkGuard guard = {};
};

}  // namespace modelreg::storage
