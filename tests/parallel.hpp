#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <exception>
#include <functional>
#include <iostream>
#include <latch>
#include <thread>
#include <vector>

namespace modelreg::test {

/// Run `work` in that many threads at once, none of which starts before all are there.
inline void in_threads(int count, const std::function<void()>& work) {
  std::latch start(count);
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      work();
    });
  }
  for (auto& thread : threads) thread.join();
}

/// 0 if `work` succeeds.
inline int exit_status_of(const std::function<void()>& work) {
  try {
    work();
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "a child failed: " << error.what() << '\n';
    return 1;
  }
}

/// Run each of `works` in a child process of its own, all at once. Returns how many succeeded.
inline int in_processes(const std::vector<std::function<void()>>& works) {
  std::vector<pid_t> children;
  for (const auto& work : works) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(exit_status_of(work));
    children.push_back(child);
  }
  int succeeded = 0;
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status == 0) ++succeeded;
  }
  return succeeded;
}

/// Run `work` in that many child processes at once. Returns how many of them succeeded.
inline int in_processes(int count, const std::function<void()>& work) {
  return in_processes(std::vector(static_cast<std::size_t>(count), work));
}

/// Run `other` in a child process while `work` runs here. Returns 0 if the child succeeded.
inline int beside_a_process(const std::function<void()>& other, const std::function<void()>& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(exit_status_of(other));
  work();
  int status = 1;
  ::waitpid(child, &status, 0);
  return status;
}

}  // namespace modelreg::test
