#pragma once

#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

/// What the standard output and the standard error are connected with.
namespace modelreg::tool {

[[nodiscard]] bool is_terminal(std::FILE* stream);

/// How many columns the terminal of the standard output has; nothing if it is none or does not say.
[[nodiscard]] std::optional<std::size_t> terminal_width();

/// `text` in bold if `stream` is a terminal with colours and `NO_COLOR` is not set (no-color.org).
[[nodiscard]] std::string bold(std::FILE* stream, std::string_view text);

}  // namespace modelreg::tool
