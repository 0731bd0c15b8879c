#include "tool/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace modelreg::tool {
namespace {

std::string_view variable(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  return value == nullptr ? std::string_view() : value;
}

}  // namespace

bool is_terminal(std::FILE* stream) { return ::isatty(::fileno(stream)) != 0; }

std::optional<std::size_t> terminal_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

std::string bold(std::FILE* stream, std::string_view text) {
  const bool wanted = is_terminal(stream) && variable("NO_COLOR").empty() &&
                      !variable("TERM").empty() && variable("TERM") != "dumb";
  return wanted ? "\x1b[1m" + std::string(text) + "\x1b[0m" : std::string(text);
}

}  // namespace modelreg::tool
