#pragma once

#include <string>

#include "modelreg/session.hpp"

/// What a user calls a record: its id, the beginning of it, or its name, where that is enough to
/// know which one is meant.
namespace modelreg::tool {

/// Throw `not_found` if there is none, and `conflict`, which lists them, if there are several.
[[nodiscard]] ModelGroup find_group(const Session& session, const std::string& called);
[[nodiscard]] ModelInstance find_model(const Session& session, const std::string& called);
[[nodiscard]] ModelDeployment find_deployment(const Session& session, const std::string& called);

}  // namespace modelreg::tool
