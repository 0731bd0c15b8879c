#pragma once

#include <gmock/gmock.h>
#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "temporary_folder.hpp"
#include "text_file.hpp"

namespace modelreg::test {

struct Outcome {
  int status;
  std::string out;
  std::string err;
};

/// The `modelreg` command, as a user runs it.
class ToolTest : public testing::Test {
 protected:
  TemporaryFolder folder;

  /// Run the command as the shell would, with the folder as the user's home.
  Outcome run(const std::string& arguments) { return run_with("", arguments); }

  /// `variables`: what is in the environment besides.
  Outcome run_with(const std::string& variables, const std::string& arguments) {
    return run_command(variables + " " MODELREG_TOOL " " + arguments);
  }

  /// Run any command in the folder, with variables of its own before it.
  Outcome run_command(const std::string& words) {
    const std::string command =
        "cd " + (folder / "").string() +
        " && env -u XDG_DATA_HOME -u MODELREG_DB HOME=" + (folder / "home").string() + " " + words +
        " >" + (folder / "out").string() + " 2>" + (folder / "err").string();
    const int status = std::system(command.c_str());
    return {WEXITSTATUS(status), read_bytes(folder / "out"), read_bytes(folder / "err")};
  }

  /// Run a command that must succeed.
  std::string answer(const std::string& arguments) {
    const auto outcome = run(arguments);
    EXPECT_EQ(outcome.status, 0) << arguments << '\n' << outcome.err;
    return outcome.out;
  }

  /// Run a command that must be refused, and say why.
  std::string refusal(const std::string& arguments, int status = 1) {
    const auto outcome = run(arguments);
    EXPECT_EQ(outcome.status, status) << arguments;
    EXPECT_EQ(outcome.out, "") << arguments;
    return outcome.err;
  }

  /// What somebody sees on a terminal of so many columns who runs a command that succeeds.
  std::string on_terminal(const std::string& arguments, int columns = 100) {
    const auto words = "stty cols " + std::to_string(columns) + "; " MODELREG_TOOL " " + arguments;
    write_bytes(folder / "command", words);
    auto outcome =
        run_command("TERM=xterm NO_COLOR=1 script -qec 'sh command' /dev/null </dev/null");
    EXPECT_EQ(outcome.status, 0) << arguments << '\n' << outcome.out;
    std::erase(outcome.out, '\r');
    return outcome.out;
  }

  std::string import_catalog() {
    return answer("import " MODELREG_SOURCE_DIR "/tests/data/catalog.json");
  }
};

}  // namespace modelreg::test
