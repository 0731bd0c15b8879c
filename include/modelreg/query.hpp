#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modelreg/id.hpp"
#include "modelreg/model_type.hpp"
#include "modelreg/model_vendor.hpp"
#include "modelreg/page.hpp"
#include "modelreg/sort_key.hpp"
#include "modelreg/timestamp.hpp"

namespace modelreg {

/// Which model groups are wanted. Every filter that is set must hold.
struct ModelGroupFilter {
  std::optional<std::string> name = {};  ///< Those of this name. There may be several.
  /// Those with this text in their names; A to Z are the same as a to z. Every name has the empty
  /// text in it.
  std::optional<std::string> name_contains = {};
};

/// Which model groups are wanted, and which page of them in which order.
///
///     ModelGroupQuery named;
///     named.name_contains = "summar";
///     named.sort_by = {{"name"}};
struct ModelGroupQuery : PageRequest, ModelGroupFilter {
  std::vector<SortKey> sort_by = {};  ///< The first decides first; ties are in order of creation.
};

/// Which model instances are wanted. Every filter that is set must hold.
///
/// By group they are found in an index. By anything else, every instance of the group, or of the
/// account, is looked at.
struct ModelInstanceFilter {
  std::optional<ModelGroupId> model_group_id = {};  ///< Those in this group.
  std::optional<ModelType> model_type = {};         ///< Those of this type.
  std::optional<std::string> name = {};             ///< Those of this name. There may be several.
  /// Those with this text in their names; A to Z are the same as a to z. Every name has the empty
  /// text in it.
  std::optional<std::string> name_contains = {};
  std::optional<ModelVendor> model_vendor = {};   ///< Those of this vendor.
  std::optional<std::string> base_model_id = {};  ///< Those of this base model.
  std::optional<Timestamp> created_after = {};    ///< Those made later than this.
  std::optional<Timestamp> created_before = {};   ///< Those made earlier than this.
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
