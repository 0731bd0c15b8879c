#pragma once

#include <string>
#include <vector>

#include "modelreg/session.hpp"

namespace modelreg::tool {

/// Store every model instance that the JSON `text` holds, or none. It is an array of instances or
/// a page of them (an object whose `items` are such an array). An instance with `created_at` is a
/// complete record and kept as it is; any other is a new one.
///
/// Returns how many there were. `source` is the name of the text in messages.
/// Throws: `Error`, with the place of the instance at fault.
std::size_t import_text(Session& session, const std::string& text, const std::string& source);

/// The content of the file at `path`; of the standard input, if that is `-`.
/// Throws: `Error` if it cannot be read.
[[nodiscard]] std::string read_file(const std::string& path);

}  // namespace modelreg::tool
