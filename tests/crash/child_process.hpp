#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace modelreg::test {

/// A program that was started, with its standard output. What it says on its standard error is
/// thrown away.
class ChildProcess {
 public:
  explicit ChildProcess(std::vector<std::string> command) {
    std::vector<char*> arguments;
    for (auto& argument : command) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    process_ = ::fork();
    if (process_ < 0) throw std::runtime_error("no process");
    if (process_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::dup2(::open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
      ::execvp(arguments[0], arguments.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    output_ = ends[0];
  }
  ~ChildProcess() {
    if (process_ > 0) {
      kill();
      (void)wait();
    }
    ::close(output_);
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  void kill() const noexcept { ::kill(process_, SIGKILL); }

  /// Wait until it has ended. Returns its exit status, or minus the signal that ended it.
  int wait() noexcept {
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  /// Wait until it has written that many bytes, or has ended. Returns how many it has.
  int wait_for_output(int size) const {
    int read = 0;
    for (char byte = 0; read < size && ::read(output_, &byte, 1) == 1;) ++read;
    return read;
  }

  /// How many bytes more it has written. To be asked when it has ended.
  [[nodiscard]] int output_size() const {
    int size = 0;
    std::array<char, 256> bytes{};
    for (ssize_t count = 0; (count = ::read(output_, bytes.data(), bytes.size())) > 0;) {
      size += static_cast<int>(count);
    }
    return size;
  }

 private:
  pid_t process_ = 0;
  int output_ = -1;
};

}  // namespace modelreg::test
