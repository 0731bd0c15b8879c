#pragma once

namespace modelreg::storage {

/// Notices that the process is a child that was forked since this object was made. SQLite's
/// connections do not survive a fork: the child has none of the locks that it seems to hold, and
/// even closing a connection there can damage the file.
class ForkGuard {
 public:
  ForkGuard();

  [[nodiscard]] bool in_child() const noexcept;

 private:
  unsigned forks_;  // how many there were before this process and this object
};

}  // namespace modelreg::storage
