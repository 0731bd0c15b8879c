#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "modelreg/wire.hpp"

/// `modelreg call`: the wire contract over standard input and output, for any language.
namespace modelreg::tool {

/// The response to the request that one line spells: {"method", "target", "headers"?, "body"?}.
/// A line that is no request is answered with 400.
[[nodiscard]] Response answer_line(Registry& registry, std::string_view line);

/// {"status", "headers", "body"} on one line.
[[nodiscard]] std::string to_line(const Response& response);

/// Answer every line of `in` with one line of `out`, at once, until `in` or `out` ends.
void answer_lines(Registry& registry, std::istream& in, std::ostream& out);

}  // namespace modelreg::tool
