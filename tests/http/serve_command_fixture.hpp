#pragma once

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>

#include "tool_fixture.hpp"

namespace modelreg::test {

/// `modelreg serve`, as a script runs it.
class ServeCommandTest : public ToolTest {
 protected:
  ServeCommandTest() { secret = nlohmann::json::parse(answer("key create --json")).at("secret"); }
  ~ServeCommandTest() override { stop(SIGKILL); }

  /// Start the command, and wait for the line with which it says where it is.
  std::string start(const std::string& options) {
    const std::string script =
        "cd " + (folder / "").string() + " && HOME=" + (folder / "home").string() +
        " && export HOME && unset XDG_DATA_HOME MODELREG_DB && exec " MODELREG_TOOL " serve " +
        options + " >served 2>complaints";
    child = ::fork();
    if (child == 0) {
      ::execl("/bin/sh", "sh", "-c", script.c_str(), nullptr);
      ::_exit(127);
    }
    std::string line;
    for (int i = 0; i < 500 && !line.ends_with("\n"); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      std::error_code ignored;
      if (std::filesystem::exists(folder / "served", ignored)) line = read_bytes(folder / "served");
    }
    return line;
  }

  /// End the command by a signal. Returns its exit status, 128 and more if a signal killed it.
  int stop(int signal) {
    if (child <= 0) return -1;
    ::kill(child, signal);
    int status = 0;
    ::waitpid(std::exchange(child, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  std::string secret;
  pid_t child = 0;
};

}  // namespace modelreg::test
