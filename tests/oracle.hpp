#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "modelreg/modelreg.hpp"

namespace modelreg::test {

/// What a call answers: a status, and the JSON text of a success.
struct Outcome {
  int status = 200;
  std::string text = {};

  bool operator==(const Outcome&) const = default;
};

/// The meaning of the contract, written as plainly as possible: one account's records in vectors,
/// in order of creation. What it answers is what the registry must answer.
class Oracle {
 public:
  Oracle(Identity identity, std::map<ModelType, ModelInstance> by_type)
      : identity_(std::move(identity)), by_type_(std::move(by_type)) {}

  Outcome create_group(const std::string& name, const std::string& id, Timestamp now) {
    groups_.push_back({.name = name,
                       .id = ModelGroupId(id),
                       .created_at = now,
                       .account_id = identity_.account_id,
                       .created_by_user_id = identity_.user_id});
    return answer(groups_.back());
  }

  Outcome create_instance(const std::string& name, ModelType type,
                          const std::optional<ModelGroupId>& group, const std::string& id,
                          Timestamp now) {
    if (group && !has(groups_, *group)) return not_found;
    ModelInstance instance = by_type_.at(type);
    instance.name = name;
    instance.model_group_id = group;
    instance.id = ModelInstanceId(id);
    instance.created_at = now;
    instance.account_id = identity_.account_id;
    instance.created_by_user_id = identity_.user_id;
    instances_.push_back(instance);
    return answer(instance);
  }

  Outcome create_deployment(const ModelInstanceId& instance, const std::string& name,
                            const std::string& id, Timestamp now) {
    if (!has(instances_, instance)) return not_found;
    deployments_.push_back({.name = name,
                            .model_instance_id = instance,
                            .id = ModelDeploymentId(id),
                            .created_at = now,
                            .account_id = identity_.account_id,
                            .created_by_user_id = identity_.user_id,
                            .status = "READY"});
    return answer(deployments_.back());
  }

  Outcome get_group(const ModelGroupId& id) { return get(groups_, id); }
  Outcome get_instance(const ModelInstanceId& id) { return get(instances_, id); }
  Outcome get_deployment(const ModelDeploymentId& id) { return get(deployments_, id); }

  Outcome update_group(const ModelGroupId& id, const std::string& name) {
    const auto group = find(groups_, id);
    if (group == groups_.end()) return not_found;
    group->name = name;
    return answer(*group);
  }

  Outcome update_instance(const ModelInstanceId& id, ModelType type,
                          const std::optional<ModelGroupId>& group) {
    const auto instance = find(instances_, id);
    if (instance == instances_.end() || (group && !has(groups_, *group))) return not_found;
    instance->model_type = type;
    instance->request_schema = by_type_.at(type).request_schema;
    instance->response_schema = by_type_.at(type).response_schema;
    instance->supports_multi_turn = by_type_.at(type).supports_multi_turn;
    instance->model_group_id = group;
    return answer(*instance);
  }

  Outcome update_deployment(const ModelDeploymentId& id, const std::string& name) {
    const auto deployment = find(deployments_, id);
    if (deployment == deployments_.end()) return not_found;
    deployment->name = name;
    return answer(*deployment);
  }

  Outcome delete_group(const ModelGroupId& id) {
    if (std::erase_if(groups_, [&](const auto& group) { return group.id == id; }) == 0) {
      return not_found;
    }
    for (auto& instance : instances_) {
      if (instance.model_group_id == id) instance.model_group_id.reset();
    }
    return deleted;
  }

  Outcome delete_instance(const ModelInstanceId& id) {
    if (std::erase_if(instances_, [&](const auto& instance) { return instance.id == id; }) == 0) {
      return not_found;
    }
    std::erase_if(deployments_, [&](const auto& d) { return d.model_instance_id == id; });
    return deleted;
  }

  Outcome delete_deployment(const ModelDeploymentId& id) {
    const auto count = std::erase_if(deployments_, [&](const auto& d) { return d.id == id; });
    return count == 0 ? not_found : deleted;
  }

  Outcome add(const ModelGroupId& group, const ModelInstanceId& id) {
    const auto instance = find(instances_, id);
    if (!has(groups_, group) || instance == instances_.end()) return not_found;
    instance->model_group_id = group;
    return answer(*instance);
  }

  Outcome remove(const ModelGroupId& group, const ModelInstanceId& id) {
    const auto instance = find(instances_, id);
    if (!has(groups_, group) || instance == instances_.end()) return not_found;
    if (instance->model_group_id != group) return {409};
    instance->model_group_id.reset();
    return answer(*instance);
  }

  Outcome list_groups(const PageRequest& request) { return page(groups_, request); }

  Outcome list_instances(const ModelInstanceQuery& query) {
    auto matching = instances_;
    std::erase_if(matching, [&](const ModelInstance& instance) {
      return (query.model_group_id && instance.model_group_id != query.model_group_id) ||
             (query.model_type && instance.model_type != query.model_type);
    });
    if (!query.sort_by.empty()) {
      const bool ascending = query.sort_by.at(0).order == SortOrder::asc;
      std::stable_sort(matching.begin(), matching.end(), [&](const auto& left, const auto& right) {
        return ascending ? left.name < right.name : left.name > right.name;
      });
    }
    return page(matching, query);
  }

  Outcome list_deployments(const std::optional<ModelInstanceId>& instance,
                           const PageRequest& request) {
    auto matching = deployments_;
    std::erase_if(matching,
                  [&](const auto& d) { return instance && d.model_instance_id != *instance; });
    return page(matching, request);
  }

 private:
  inline static const Outcome not_found{404};
  inline static const Outcome deleted{200, R"({"count":1,"success":true})"};

  template <class Records, class Id>
  static typename Records::iterator find(Records& records, const Id& id) {
    return std::find_if(records.begin(), records.end(),
                        [&](const auto& record) { return record.id == id; });
  }
  template <class Records, class Id>
  static bool has(Records& records, const Id& id) {
    return find(records, id) != records.end();
  }

  template <class Record>
  Record counted(Record record) const {
    if constexpr (std::is_same_v<Record, ModelInstance>) {
      record.deployment_count =
          std::count_if(deployments_.begin(), deployments_.end(),
                        [&](const auto& d) { return d.model_instance_id == record.id; });
    }
    return record;
  }

  template <class Record>
  Outcome answer(const Record& record) const {
    return {200, to_json_text(counted(record))};
  }

  template <class Records, class Id>
  Outcome get(Records& records, const Id& id) {
    const auto record = find(records, id);
    return record == records.end() ? not_found : answer(*record);
  }

  template <class Record>
  Outcome page(const std::vector<Record>& records, const PageRequest& request) const {
    Page<Record> page{.items = {},
                      .current_page = request.page,
                      .items_per_page = request.limit,
                      .total_item_count = static_cast<std::int64_t>(records.size())};
    const auto limit = static_cast<std::size_t>(request.limit);
    const auto first = static_cast<std::size_t>(request.page - 1) * limit;
    for (auto i = first; i < std::min(records.size(), first + limit); ++i) {
      page.items.push_back(counted(records[i]));
    }
    return {200, to_json_text(page)};
  }

  Identity identity_;
  std::map<ModelType, ModelInstance> by_type_;  // what follows from a type
  std::vector<ModelGroup> groups_;
  std::vector<ModelInstance> instances_;
  std::vector<ModelDeployment> deployments_;
};

}  // namespace modelreg::test
