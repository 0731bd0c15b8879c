#include "client/body.hpp"
#include "client/caller.hpp"
#include "client/target.hpp"

namespace modelreg {

using client::Call;
using client::Effect;
using client::Patience;
using client::target_of;

ModelInstance Client::create_model_instance(const NewModelInstance& instance) {
  return caller_->record<ModelInstance>(
      {.effect = Effect::creates,
       .method = "POST",
       .target = "/v4/models",
       .body = client::body_of_new(instance, caller_->options())});
}

ModelInstance Client::get_model_instance(const ModelInstanceId& id) const {
  return caller_->record<ModelInstance>({.target = target_of(id)});
}

ViewedModelInstance Client::get_model_instance(const ModelInstanceId& id,
                                               const ModelInstanceViews& views) const {
  return caller_->record<ViewedModelInstance>(
      {.target = target_of(id) + client::query_of(views, '?')});
}

std::optional<ModelInstance> Client::find_model_instance(const ModelInstanceId& id) const {
  if (id.str().empty()) return std::nullopt;
  return caller_->find<ModelInstance>({.target = target_of(id)});
}

Page<ModelInstance> Client::list_model_instances(const ModelInstanceQuery& query) const {
  return caller_->page<ModelInstance>(query, "/v4/models" + client::query_of(query, {}));
}

Page<ViewedModelInstance> Client::list_model_instances(const ModelInstanceQuery& query,
                                                       const ModelInstanceViews& views) const {
  return caller_->page<ViewedModelInstance>(query, "/v4/models" + client::query_of(query, views));
}

Walk<ModelInstance> Client::walk_model_instances(ModelInstanceFilter filter, int page_size) const {
  client::require_sendable(filter);
  return client::walk_of<ModelInstance>(
      page_size, [client = *this, filter = std::move(filter)](const PageRequest& request) {
        return client.list_model_instances(ModelInstanceQuery{request, filter});
      });
}

ModelInstance Client::update_model_instance(const ModelInstanceId& id,
                                            const ModelInstanceChanges& changes) {
  return caller_->record<ModelInstance>(
      {.effect = Effect::sets,
       .method = "PATCH",
       .target = target_of(id),
       .body = client::body_of_changes(changes, caller_->options())});
}

void Client::delete_model_instance(const ModelInstanceId& id) { caller_->remove(target_of(id)); }

ModelInstance Client::add_model_instance(const ModelGroupId& group,
                                         const ModelInstanceId& instance) {
  return caller_->record<ModelInstance>({.effect = Effect::sets,
                                         .method = "POST",
                                         .target = client::target_of_membership(group, instance)});
}

ModelInstance Client::remove_model_instance(const ModelGroupId& group,
                                            const ModelInstanceId& instance) {
  const Patience patience(caller_->options().retry);
  const auto found = caller_->record<ModelInstance>({.target = target_of(instance)}, patience);
  if (found.model_group_id != group) {
    (void)caller_->record<ModelGroup>({.target = target_of(group)}, patience);
    throw Error(
        ErrorCode::conflict,
        {{"model_instance_id", "the model instance is not in this model group", "conflict"}});
  }
  return caller_->record<ModelInstance>(
      Call{.effect = Effect::sets,
           .method = "PATCH",
           .target = target_of(instance),
           .body = client::body_of_changes(ModelInstanceChanges{.model_group_id = clear},
                                           caller_->options())},
      patience);
}

}  // namespace modelreg
