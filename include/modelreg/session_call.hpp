#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "modelreg/enum_text.hpp"
#include "modelreg/identity.hpp"
#include "modelreg/model_deployment.hpp"
#include "modelreg/model_group.hpp"
#include "modelreg/model_instance.hpp"
#include "modelreg/query.hpp"

namespace modelreg {

/// What is asked of a registry. A `find_` or `has_` is a `get_`, and each page of a `walk_` is a
/// `list_`.
enum class Operation : std::uint8_t {
  create_model_group = 1,
  import_model_group,
  get_model_group,
  list_model_groups,
  update_model_group,
  delete_model_group,
  create_model_instance,
  import_model_instance,
  get_model_instance,
  list_model_instances,
  update_model_instance,
  delete_model_instance,
  create_model_deployment,
  import_model_deployment,
  get_model_deployment,
  list_model_deployments,
  update_model_deployment,
  delete_model_deployment,
  add_model_instance,
  add_model_instances,
  remove_model_instance,
  count_model_groups,
  count_model_instances,
  count_model_deployments,
};

template <>
inline constexpr auto enum_texts<Operation> = std::to_array<EnumText<Operation>>({
    {Operation::create_model_group, "create_model_group"},
    {Operation::import_model_group, "import_model_group"},
    {Operation::get_model_group, "get_model_group"},
    {Operation::list_model_groups, "list_model_groups"},
    {Operation::update_model_group, "update_model_group"},
    {Operation::delete_model_group, "delete_model_group"},
    {Operation::create_model_instance, "create_model_instance"},
    {Operation::import_model_instance, "import_model_instance"},
    {Operation::get_model_instance, "get_model_instance"},
    {Operation::list_model_instances, "list_model_instances"},
    {Operation::update_model_instance, "update_model_instance"},
    {Operation::delete_model_instance, "delete_model_instance"},
    {Operation::create_model_deployment, "create_model_deployment"},
    {Operation::import_model_deployment, "import_model_deployment"},
    {Operation::get_model_deployment, "get_model_deployment"},
    {Operation::list_model_deployments, "list_model_deployments"},
    {Operation::update_model_deployment, "update_model_deployment"},
    {Operation::delete_model_deployment, "delete_model_deployment"},
    {Operation::add_model_instance, "add_model_instance"},
    {Operation::add_model_instances, "add_model_instances"},
    {Operation::remove_model_instance, "remove_model_instance"},
    {Operation::count_model_groups, "count_model_groups"},
    {Operation::count_model_instances, "count_model_instances"},
    {Operation::count_model_deployments, "count_model_deployments"},
});

/// One call of a `Session`, as `Options::around_call` is told of it.
struct SessionCall {
  /// What is asked with beside ids: one pointer, good until the call returns.
  using Argument =
      std::variant<std::monostate, const NewModelGroup*, const ModelGroup*,
                   const ModelGroupChanges*, const PageRequest*, const NewModelInstance*,
                   const ModelInstance*, const ModelInstanceChanges*, const ModelInstanceQuery*,
                   const ModelInstanceFilter*, const NewModelDeployment*, const ModelDeployment*,
                   const ModelDeploymentChanges*, const ModelDeploymentQuery*,
                   const ModelDeploymentFilter*, const ModelGroupQuery*, const ModelGroupFilter*>;

  Operation operation = {};
  Identity identity = {};             ///< Who asks.
  std::vector<std::string> ids = {};  ///< The ids among the arguments, in their order.
  Argument argument = {};
};

}  // namespace modelreg
