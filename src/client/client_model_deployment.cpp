#include "client/body.hpp"
#include "client/caller.hpp"
#include "client/target.hpp"

namespace modelreg {

using client::Effect;
using client::target_of;

namespace {

AnswerOptions of(const ModelInstanceId& instance) { return {.model_instance_id = instance}; }

}  // namespace

ModelDeployment Client::create_model_deployment(const ModelInstanceId& instance,
                                                const NewModelDeployment& deployment) {
  client::require_valid(client::violations_of_new(deployment, caller_->options()));
  const auto& account_id = caller_->options().account_id;
  return caller_->record<ModelDeployment>(
      {.effect = Effect::creates,
       .method = "POST",
       .target = client::target_of_deployments(instance),
       .body = account_id ? to_json_text(deployment, *account_id) : to_json_text(deployment)},
      of(instance));
}

ModelDeployment Client::get_model_deployment(const ModelInstanceId& instance,
                                             const ModelDeploymentId& id) const {
  return caller_->record<ModelDeployment>({.target = target_of(instance, id)}, of(instance));
}

std::optional<ModelDeployment> Client::find_model_deployment(const ModelInstanceId& instance,
                                                             const ModelDeploymentId& id) const {
  if (instance.str().empty() || id.str().empty()) return std::nullopt;
  return caller_->find<ModelDeployment>({.target = target_of(instance, id)}, of(instance));
}

Page<ModelDeployment> Client::list_model_deployments(const ModelDeploymentQuery& query) const {
  const auto parameters = client::query_of(query, query.sort_by);
  if (!query.model_instance_id) {
    return caller_->page<ModelDeployment>(query, "/v4/model-deployments" + parameters);
  }
  try {
    return caller_->page<ModelDeployment>(
        query, client::target_of_deployments(*query.model_instance_id) + parameters,
        of(*query.model_instance_id));
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found) throw;
    return {.items = {},
            .current_page = query.page,
            .items_per_page = query.limit,
            .total_item_count = query.with_total ? 0 : Page<ModelDeployment>::not_counted};
  }
}

Walk<ModelDeployment> Client::walk_model_deployments(ModelDeploymentFilter filter,
                                                     int page_size) const {
  return client::walk_of<ModelDeployment>(
      page_size, [client = *this, filter = std::move(filter)](const PageRequest& request) {
        return client.list_model_deployments(ModelDeploymentQuery{request, filter});
      });
}

ModelDeployment Client::update_model_deployment(const ModelInstanceId& instance,
                                                const ModelDeploymentId& id,
                                                const ModelDeploymentChanges& changes) {
  return caller_->record<ModelDeployment>(
      {.effect = Effect::sets,
       .method = "PATCH",
       .target = target_of(instance, id),
       .body = client::body_of_changes(changes, caller_->options())},
      of(instance));
}

void Client::delete_model_deployment(const ModelInstanceId& instance, const ModelDeploymentId& id) {
  caller_->remove(target_of(instance, id));
}

}  // namespace modelreg
