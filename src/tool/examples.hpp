#pragma once

#include <CLI/CLI.hpp>

namespace modelreg::tool {

/// Give each command an example, which its help and the manual show.
void add_examples(CLI::App& app);

}  // namespace modelreg::tool
