#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "modelreg/id.hpp"
#include "modelreg/model_instance_view.hpp"
#include "modelreg/page.hpp"
#include "modelreg/query.hpp"
#include "modelreg/sort_key.hpp"

/// The targets of requests, percent-encoded.
namespace modelreg::client {

/// Throws: `not_found` if the id is empty: it names nothing, and its target would be a list's.
[[nodiscard]] std::string target_of(const ModelGroupId& id);
[[nodiscard]] std::string target_of(const ModelInstanceId& id);
[[nodiscard]] std::string target_of(const ModelInstanceId& instance, const ModelDeploymentId& id);

[[nodiscard]] std::string target_of_membership(const ModelGroupId& group,
                                               const ModelInstanceId& instance);
[[nodiscard]] std::string target_of_deployments(const ModelInstanceId& instance);

/// Throws: `invalid_argument`, naming each filter or order that is set and that the API has not.
void require_sendable(const ModelGroupQuery& query);
void require_sendable(const ModelInstanceFilter& filter);

/// Throws: `invalid_argument` if a sort key cannot be one.
[[nodiscard]] std::string query_of(const PageRequest& request,
                                   const std::vector<SortKey>& sort_by = {});
/// Throws: `invalid_argument`, too, as `require_sendable`.
[[nodiscard]] std::string query_of(const ModelInstanceQuery& query,
                                   const ModelInstanceViews& views);
/// What asks for the views, behind `separator` if there are any.
[[nodiscard]] std::string query_of(const ModelInstanceViews& views, char separator);

}  // namespace modelreg::client
