#include "client/body.hpp"
#include "client/caller.hpp"
#include "client/target.hpp"

namespace modelreg {

using client::Effect;
using client::target_of;

ModelGroup Client::create_model_group(const NewModelGroup& group) {
  return caller_->record<ModelGroup>({.effect = Effect::creates,
                                      .method = "POST",
                                      .target = "/v4/model-groups",
                                      .body = client::body_of_new(group, caller_->options())});
}

ModelGroup Client::get_model_group(const ModelGroupId& id) const {
  return caller_->record<ModelGroup>({.target = target_of(id)});
}

std::optional<ModelGroup> Client::find_model_group(const ModelGroupId& id) const {
  if (id.str().empty()) return std::nullopt;
  return caller_->find<ModelGroup>({.target = target_of(id)});
}

Page<ModelGroup> Client::list_model_groups(const PageRequest& request) const {
  return caller_->page<ModelGroup>(request, "/v4/model-groups" + client::query_of(request));
}

Page<ModelGroup> Client::list_model_groups_by(const ModelGroupQuery& query) const {
  client::require_sendable(query);
  return list_model_groups(static_cast<const PageRequest&>(query));
}

Walk<ModelGroup> Client::walk_model_groups(int page_size) const {
  return client::walk_of<ModelGroup>(page_size, [client = *this](const PageRequest& request) {
    return client.list_model_groups(request);
  });
}

ModelGroup Client::update_model_group(const ModelGroupId& id, const ModelGroupChanges& changes) {
  return caller_->record<ModelGroup>(
      {.effect = Effect::sets,
       .method = "PATCH",
       .target = target_of(id),
       .body = client::body_of_changes(changes, caller_->options())});
}

void Client::delete_model_group(const ModelGroupId& id) { caller_->remove(target_of(id)); }

}  // namespace modelreg
