#pragma once

namespace desktop::test {

/// The argument with which the test program is the other window, of a file that follows it.
inline constexpr const char* other_window_argument = "--other-window";

/// Shows the file `path` and says on its standard output, a line each, "GROUP COUNT" for what it
/// shows of a group. A line of its standard input, "GROUP", drops its first model onto that group.
/// Ends with its input.
int be_the_other_window(const char* path);

}  // namespace desktop::test
