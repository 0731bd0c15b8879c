#include "tool/progress.hpp"

#include <algorithm>
#include <iostream>

#include "tool/terminal.hpp"

namespace modelreg::tool {
namespace {

constexpr auto patience = std::chrono::milliseconds(500);
constexpr auto interval = std::chrono::milliseconds(100);
constexpr std::uint64_t bar_width = 20;
constexpr const char* clear_line = "\r\x1b[K";

std::string bar(std::uint64_t done, std::uint64_t all) {
  const auto part = static_cast<double>(std::min(done, all)) / static_cast<double>(all);
  const auto full = static_cast<std::uint64_t>(part * bar_width);
  std::string text = " [";
  for (std::uint64_t i = 0; i < bar_width; ++i) text += i < full ? '#' : '.';
  return text + "] " + std::to_string(static_cast<int>(part * 100)) + " %";
}

}  // namespace

Progress::Progress(std::string_view doing, bool quiet)
    : doing_(doing),
      shown_on_terminal_(!quiet && is_terminal(stderr)),
      next_(Clock::now() + patience) {}

Progress::~Progress() {
  if (written_) std::cerr << clear_line << std::flush;
}

void Progress::show(std::uint64_t done, std::uint64_t all, const std::string& what) {
  if (!shown_on_terminal_ || Clock::now() < next_) return;
  next_ = Clock::now() + interval;
  written_ = true;
  std::cerr << clear_line << doing_ << (all == 0 ? "" : bar(done, all)) << "  " << what
            << std::flush;
}

}  // namespace modelreg::tool
