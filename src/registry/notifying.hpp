#pragma once

#include <optional>
#include <string>

#include "modelreg/change_notice.hpp"
#include "modelreg/model_deployment.hpp"
#include "modelreg/model_group.hpp"
#include "modelreg/model_instance.hpp"
#include "storage/store.hpp"

/// Noting what happens to records, for those who are told of it.
namespace modelreg::registry {

constexpr RecordKind kind_of(const ModelGroupId&) { return RecordKind::model_group; }
constexpr RecordKind kind_of(const ModelInstanceId&) { return RecordKind::model_instance; }
constexpr RecordKind kind_of(const ModelDeploymentId&) { return RecordKind::model_deployment; }

template <class Record>
void note(storage::Store& store, const std::string& account, const Id<Record>& id,
          RecordEvent event) {
  store.notifier().note(account, kind_of(id), id.str(), event);
}

/// That an instance was in the group `before` and is in the group `after`.
inline void note_move(storage::Store& store, const std::string& account, const ModelInstanceId& id,
                      const std::optional<ModelGroupId>& before,
                      const std::optional<ModelGroupId>& after) {
  if (before == after) return;
  store.notifier().note(account, RecordKind::model_instance, id.str(),
                        after ? RecordEvent::added_to_group : RecordEvent::removed_from_group,
                        after ? after : before);
}

}  // namespace modelreg::registry
