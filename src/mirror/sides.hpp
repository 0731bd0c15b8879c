#pragma once

#include <optional>
#include <string>

#include "modelreg/client.hpp"
#include "modelreg/record_kind.hpp"
#include "modelreg/session.hpp"

/// The calls of both sides that a mirror makes, under the same names for each record.
namespace modelreg::mirror {

template <class Record>
struct Sides;

template <>
struct Sides<ModelGroup> {
  static constexpr RecordKind kind = RecordKind::model_group;

  static auto walk(const Session& here, int limit) { return here.walk_model_groups(limit); }
  static auto count(const Session& here) { return here.count_model_groups(); }
  static auto find(const Session& here, const std::string& id) {
    return here.find_model_group(ModelGroupId(id));
  }
  static auto store(Session& here, const ModelGroup& record) {
    return here.import_model_group(record, IfTaken::update);
  }
  static void erase(Session& here, const std::string& id) {
    here.delete_model_group(ModelGroupId(id));
  }

  static auto list(const Client& there, const PageRequest& request) {
    return there.list_model_groups(request);
  }
  static auto find(const Client& there, const std::string& id, const std::string&) {
    return there.find_model_group(ModelGroupId(id));
  }
  static auto create(Client& there, const NewModelGroup& content, const std::string&) {
    return there.create_model_group(content);
  }
  static auto update(Client& there, const std::string& id, const ModelGroupChanges& changes,
                     const std::string&) {
    return there.update_model_group(ModelGroupId(id), changes);
  }
};

template <>
struct Sides<ModelInstance> {
  static constexpr RecordKind kind = RecordKind::model_instance;

  static auto walk(const Session& here, int limit) { return here.walk_model_instances({}, limit); }
  static auto count(const Session& here) { return here.count_model_instances(); }
  static auto find(const Session& here, const std::string& id) {
    return here.find_model_instance(ModelInstanceId(id));
  }
  static auto store(Session& here, const ModelInstance& record) {
    return here.import_model_instance(record, IfTaken::update);
  }
  static void erase(Session& here, const std::string& id) {
    here.delete_model_instance(ModelInstanceId(id));
  }

  static auto list(const Client& there, const PageRequest& request) {
    return there.list_model_instances({request});
  }
  static auto find(const Client& there, const std::string& id, const std::string&) {
    return there.find_model_instance(ModelInstanceId(id));
  }
  static auto create(Client& there, const NewModelInstance& content, const std::string&) {
    return there.create_model_instance(content);
  }
  static auto update(Client& there, const std::string& id, const ModelInstanceChanges& changes,
                     const std::string&) {
    return there.update_model_instance(ModelInstanceId(id), changes);
  }
};

/// Of a deployment the platform wants the instance named, too.
template <>
struct Sides<ModelDeployment> {
  static constexpr RecordKind kind = RecordKind::model_deployment;

  static auto walk(const Session& here, int limit) {
    return here.walk_model_deployments({}, limit);
  }
  static auto count(const Session& here) { return here.count_model_deployments(); }
  static auto find(const Session& here, const std::string& id) {
    return here.find_model_deployment(ModelDeploymentId(id));
  }
  static auto store(Session& here, const ModelDeployment& record) {
    return here.import_model_deployment(record, IfTaken::update);
  }
  static void erase(Session& here, const std::string& id) {
    here.delete_model_deployment(ModelDeploymentId(id));
  }

  static auto list(const Client& there, const PageRequest& request) {
    return there.list_model_deployments({request});
  }
  static auto find(const Client& there, const std::string& id, const std::string& instance) {
    return there.find_model_deployment(ModelInstanceId(instance), ModelDeploymentId(id));
  }
  static auto create(Client& there, const NewModelDeployment& content,
                     const std::string& instance) {
    return there.create_model_deployment(ModelInstanceId(instance), content);
  }
  static auto update(Client& there, const std::string& id, const ModelDeploymentChanges& changes,
                     const std::string& instance) {
    return there.update_model_deployment(ModelInstanceId(instance), ModelDeploymentId(id), changes);
  }
};

/// The id of what a record cannot be without: of a deployment its instance's, and none otherwise.
template <class Record>
std::string belongs_to(const Record&) {
  return {};
}
inline std::string belongs_to(const ModelDeployment& record) {
  return record.model_instance_id.str();
}

}  // namespace modelreg::mirror
