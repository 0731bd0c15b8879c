#pragma once

#include <iosfwd>

#include "modelreg/wire.hpp"

/// `modelreg call`: the wire contract over standard input and output, for any language.
namespace modelreg::tool {

/// Answer every line of `in`, a request as JSON text, with one line of `out`, its response, at
/// once, until `in` or `out` ends. A line that is no request is answered with 400.
void answer_lines(Registry& registry, const HandleOptions& options, std::istream& in,
                  std::ostream& out);

}  // namespace modelreg::tool
