#pragma once

#include <optional>

#include "modelreg/id.hpp"
#include "modelreg/model_type.hpp"
#include "modelreg/page.hpp"

namespace modelreg {

/// Which model instances are wanted, and which page of them. Every filter that is set must hold.
struct ModelInstanceQuery : PageRequest {
  std::optional<ModelGroupId> model_group_id = {};  ///< Those in this group.
  std::optional<ModelType> model_type = {};         ///< Those of this type.
};

}  // namespace modelreg
