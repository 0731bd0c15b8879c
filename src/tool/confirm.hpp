#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

namespace modelreg::tool {

/// Whether something may be deleted: on a terminal the user is asked, and elsewhere `--yes` is
/// needed. Copies are of the same command.
class Confirmation {
 public:
  explicit Confirmation(CLI::App& command);

  /// `question` is such as "delete the model group Chat". Throws: `cancelled` if the answer is no.
  void ask(const std::string& question) const;

 private:
  std::shared_ptr<bool> yes_ = std::make_shared<bool>(false);
};

}  // namespace modelreg::tool
