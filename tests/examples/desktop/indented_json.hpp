#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace desktop {

/// A JSON text of the library's, which is compact, with one member a line. It stays the text that
/// it is: its members keep their order and its numbers every digit, which a parser's numbers would
/// not. A string longer than `longest_string` bytes and what follows `longest_text` are left out,
/// and it says so.
[[nodiscard]] std::string indented_json(std::string_view json, std::size_t longest_string = 1'000,
                                        std::size_t longest_text = 64'000);

}  // namespace desktop
