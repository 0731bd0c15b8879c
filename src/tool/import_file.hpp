#pragma once

#include <cstddef>
#include <string>

#include "modelreg/session.hpp"

namespace modelreg::tool {

/// Store every model instance of the file at `path`, or of the standard input if that is `-`; all
/// or none, see `import_model_instances`. Returns how many there were.
/// Throws: `Error`, with the name of the file and the place of the instance at fault.
std::size_t import_file(Session& session, const std::string& path);

}  // namespace modelreg::tool
