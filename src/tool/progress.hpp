#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace modelreg::tool {

/// A bar on the standard error, while something takes long: shown on a terminal alone, after half a
/// second, and gone when this is.
class Progress {
 public:
  /// `doing`: what takes so long, such as `importing`. `quiet`: show nothing.
  Progress(std::string_view doing, bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// So much of `all` is done; 0: of who knows how much. `what` is said beside it.
  void show(std::uint64_t done, std::uint64_t all, const std::string& what);

 private:
  using Clock = std::chrono::steady_clock;

  std::string doing_;
  bool shown_on_terminal_;
  Clock::time_point next_;
  bool written_ = false;
};

}  // namespace modelreg::tool
