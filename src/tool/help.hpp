#pragma once

#include <CLI/CLI.hpp>
#include <ostream>
#include <string>
#include <vector>

/// The command line told in other forms than its help, and made from it.
namespace modelreg::tool {

/// The page for man(1).
void print_manual(std::ostream& out, const CLI::App& app);

/// What may stand in the place of the last of `words`, which is not yet whole: commands and options
/// that begin so. None where a file or a name is due.
[[nodiscard]] std::vector<std::string> completions(const CLI::App& app,
                                                   const std::vector<std::string>& words);

/// What `shell`, which is bash, zsh or fish, runs to complete the words of `modelreg`.
[[nodiscard]] std::string completion_script(const std::string& shell);

void add_help_commands(CLI::App& app);

}  // namespace modelreg::tool
