#include "tool/confirm.hpp"

#include <unistd.h>

#include <iostream>

#include "modelreg/error.hpp"

namespace modelreg::tool {

Confirmation::Confirmation(CLI::App& command) { command.add_flag("-y,--yes", *yes_, "Do not ask"); }

void Confirmation::ask(const std::string& question) const {
  if (*yes_) return;
  if (::isatty(STDIN_FILENO) == 0) {
    throw Error(ErrorCode::cancelled, "nothing was deleted: nobody can be asked; --yes deletes");
  }
  std::cerr << question << "? [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  if (answer != "y" && answer != "Y" && answer != "yes") {
    throw Error(ErrorCode::cancelled, "nothing was deleted");
  }
}

}  // namespace modelreg::tool
