#pragma once

#include <optional>
#include <vector>

#include "modelreg/id.hpp"
#include "modelreg/model_type.hpp"
#include "modelreg/page.hpp"
#include "modelreg/sort_key.hpp"

namespace modelreg {

/// Which model instances are wanted. Every filter that is set must hold.
struct ModelInstanceFilter {
  std::optional<ModelGroupId> model_group_id = {};  ///< Those in this group.
  std::optional<ModelType> model_type = {};         ///< Those of this type.
};

/// Which model instances are wanted, and which page of them in which order.
///
///     ModelInstanceQuery query;
///     query.model_type = ModelType::embedding;
///     query.sort_by = {{"model_vendor"}, {"created_at", SortOrder::desc}};
///     query.limit = 20;
struct ModelInstanceQuery : PageRequest, ModelInstanceFilter {
  std::vector<SortKey> sort_by = {};  ///< The first decides first; ties are in order of creation.
};

/// Which deployments are wanted. Every filter that is set must hold.
struct ModelDeploymentFilter {
  std::optional<ModelInstanceId> model_instance_id = {};  ///< Those of this instance.
};

/// Which deployments are wanted, and which page of them in which order.
struct ModelDeploymentQuery : PageRequest, ModelDeploymentFilter {
  std::vector<SortKey> sort_by = {};  ///< The first decides first; ties are in order of creation.
};

}  // namespace modelreg
