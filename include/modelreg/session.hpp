#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "modelreg/change_notice.hpp"
#include "modelreg/export.hpp"
#include "modelreg/identity.hpp"
#include "modelreg/if_taken.hpp"
#include "modelreg/model_deployment.hpp"
#include "modelreg/model_group.hpp"
#include "modelreg/model_instance.hpp"
#include "modelreg/model_instance_view.hpp"
#include "modelreg/page.hpp"
#include "modelreg/query.hpp"
#include "modelreg/sort_key.hpp"
#include "modelreg/walk.hpp"

namespace modelreg {

namespace storage {
class Store;
}

/// What one user does in one account of a registry. It sees that account and nothing else:
/// somebody else's record is answered exactly as one that does not exist.
///
///     auto model = session.create_model_instance(
///         {.name = "GPT-4o", .model_type = ModelType::chat_completion});
///     session.add_model_instance(group.id, model.id);
///
/// Each call is atomic: it happens in full, or it throws an `Error` and changes nothing.
/// Any call may throw `busy` or `storage`, and one that changes something `outcome_unknown`.
/// A record is checked in full before the database is touched: `invalid_argument` names every
/// violation at once.
///
/// Thread safety: as the registry; copies are cheap and equal. One that was moved from may only be
/// assigned to or destroyed.
class MODELREG_EXPORT Session {
 public:
  /// Who acts.
  [[nodiscard]] const Identity& identity() const noexcept;

  /// Store a new group.
  /// Throws: `invalid_argument`; `conflict` if the chosen id is taken.
  ModelGroup create_model_group(const NewModelGroup& group);
  /// Store a complete record, such as the hosted platform answers, as it is.
  /// Throws: `invalid_argument`; `forbidden` if it is another account's; `conflict` if its id is
  /// taken.
  ModelGroup import_model_group(const ModelGroup& group);
  /// The same, or what `if_taken` says if the id is taken. `update` stores every field, and writes
  /// nothing if they are what they were: to import a second time changes nothing.
  Imported<ModelGroup> import_model_group(const ModelGroup& group, IfTaken if_taken);
  /// Throws: `not_found`.
  [[nodiscard]] ModelGroup get_model_group(const ModelGroupId& id) const;
  [[nodiscard]] std::optional<ModelGroup> find_model_group(const ModelGroupId& id) const;
  /// In order of creation. Throws: `invalid_argument` if the page or the limit is out of range.
  [[nodiscard]] Page<ModelGroup> list_model_groups(const PageRequest& request = {}) const;
  /// The groups that match, in the order that is asked for. A list in braces is a `PageRequest`.
  /// Throws: as `list_model_instances`.
  template <std::derived_from<ModelGroupQuery> Query>
  [[nodiscard]] Page<ModelGroup> list_model_groups(const Query& query) const {
    return list_model_groups_by(query);
  }
  /// All groups; `page_size` of them, 1 to 10,000, are fetched at a time.
  [[nodiscard]] Walk<ModelGroup> walk_model_groups(int page_size = 100) const;
  /// All groups that match, in the order of `sort_by`; of creation if that is empty.
  [[nodiscard]] Walk<ModelGroup> walk_model_groups(ModelGroupFilter filter,
                                                   std::vector<SortKey> sort_by = {},
                                                   int page_size = 100) const;
  /// How many match. Throws: `invalid_argument` if a filter can be none.
  [[nodiscard]] std::int64_t count_model_groups(const ModelGroupFilter& filter = {}) const;
  [[nodiscard]] bool has_model_group(const ModelGroupId& id) const;
  /// Returns the group as it then is. Throws: `invalid_argument`; `not_found`.
  ModelGroup update_model_group(const ModelGroupId& id, const ModelGroupChanges& changes);
  /// Delete the group. Its instances stay and are in no group. Throws: `not_found`.
  void delete_model_group(const ModelGroupId& id);

  /// Store a new instance, in `model_group_id` if that is set.
  /// Throws: `invalid_argument`; `not_found` if that group does not exist; `conflict` if the
  /// chosen id is taken.
  ModelInstance create_model_instance(const NewModelInstance& instance);
  /// Store a complete record, such as the hosted platform answers: id, dates, user, schemas and
  /// group are kept as they are. Only `deployment_count` is not: it counts the deployments that are
  /// here, so the stored record starts with 0.
  /// Throws: `invalid_argument`; `forbidden` if the record is another account's; `not_found` if its
  /// group does not exist; `conflict` if its id is taken.
  ModelInstance import_model_instance(const ModelInstance& instance);
  /// As `import_model_group`. `update` moves the instance to the record's group, or to none; its
  /// deployments stay, and `deployment_count` counts them. `skip` looks for no group.
  Imported<ModelInstance> import_model_instance(const ModelInstance& instance, IfTaken if_taken);
  /// Throws: `not_found`.
  [[nodiscard]] ModelInstance get_model_instance(const ModelInstanceId& id) const;
  [[nodiscard]] ViewedModelInstance get_model_instance(const ModelInstanceId& id,
                                                       const ModelInstanceViews& views) const;
  [[nodiscard]] std::optional<ModelInstance> find_model_instance(const ModelInstanceId& id) const;
  /// Throws: `invalid_argument` if the page or the limit is out of range, a filter can be none (a
  /// name of more than 1024 characters, text that is not UTF-8), or a sort key is no field to sort
  /// by. A group that does not exist has no instances.
  [[nodiscard]] Page<ModelInstance> list_model_instances(
      const ModelInstanceQuery& query = {}) const;
  [[nodiscard]] Page<ViewedModelInstance> list_model_instances(
      const ModelInstanceQuery& query, const ModelInstanceViews& views) const;
  /// All instances that match; `page_size` of them, 1 to 10,000, are fetched at a time.
  [[nodiscard]] Walk<ModelInstance> walk_model_instances(ModelInstanceFilter filter = {},
                                                         int page_size = 100) const;
  /// All instances that match, in the order of `sort_by`; of creation if that is empty.
  [[nodiscard]] Walk<ModelInstance> walk_model_instances(ModelInstanceFilter filter,
                                                         std::vector<SortKey> sort_by,
                                                         int page_size = 100) const;
  /// How many match. Throws: `invalid_argument` if a filter can be none.
  [[nodiscard]] std::int64_t count_model_instances(const ModelInstanceFilter& filter = {}) const;
  /// How many instances each of the groups has, in their order, at one moment. Of a group that does
  /// not exist there are none.
  [[nodiscard]] std::vector<std::int64_t> count_model_instances_of(
      std::span<const ModelGroupId> groups) const;
  [[nodiscard]] bool has_model_instance(const ModelInstanceId& id) const;
  /// Returns the instance as it then is. Throws: `invalid_argument`; `not_found` if the instance,
  /// or the group that it is to move to, does not exist.
  ModelInstance update_model_instance(const ModelInstanceId& id,
                                      const ModelInstanceChanges& changes);
  /// Delete the instance and its deployments. Throws: `not_found`.
  void delete_model_instance(const ModelInstanceId& id);

  /// Store a new deployment of the instance.
  /// Throws: `invalid_argument`; `not_found` if the instance does not exist; `conflict` if the
  /// chosen id is taken.
  ModelDeployment create_model_deployment(const ModelInstanceId& instance,
                                          const NewModelDeployment& deployment);
  /// Store a complete record, such as the hosted platform answers, as it is.
  /// Throws: `invalid_argument`; `forbidden` if it is another account's; `not_found` if its
  /// instance does not exist; `conflict` if its id is taken.
  ModelDeployment import_model_deployment(const ModelDeployment& deployment);
  /// As `import_model_group`. Throws: `conflict`, too, if `update` would give the deployment to
  /// another instance.
  Imported<ModelDeployment> import_model_deployment(const ModelDeployment& deployment,
                                                    IfTaken if_taken);
  /// Throws: `not_found`.
  [[nodiscard]] ModelDeployment get_model_deployment(const ModelDeploymentId& id) const;
  [[nodiscard]] std::optional<ModelDeployment> find_model_deployment(
      const ModelDeploymentId& id) const;
  /// Throws: as `list_model_instances`. An instance that does not exist has no deployments.
  [[nodiscard]] Page<ModelDeployment> list_model_deployments(
      const ModelDeploymentQuery& query = {}) const;
  /// All deployments that match; `page_size` of them, 1 to 10,000, are fetched at a time.
  [[nodiscard]] Walk<ModelDeployment> walk_model_deployments(ModelDeploymentFilter filter = {},
                                                             int page_size = 100) const;
  /// All deployments that match, in the order of `sort_by`; of creation if that is empty.
  [[nodiscard]] Walk<ModelDeployment> walk_model_deployments(ModelDeploymentFilter filter,
                                                             std::vector<SortKey> sort_by,
                                                             int page_size = 100) const;
  /// How many match.
  [[nodiscard]] std::int64_t count_model_deployments(
      const ModelDeploymentFilter& filter = {}) const;
  [[nodiscard]] bool has_model_deployment(const ModelDeploymentId& id) const;
  /// Returns the deployment as it then is. Throws: `invalid_argument`; `not_found`.
  ModelDeployment update_model_deployment(const ModelDeploymentId& id,
                                          const ModelDeploymentChanges& changes);
  /// Throws: `not_found`.
  void delete_model_deployment(const ModelDeploymentId& id);

  /// Put the instance into the group, and return it as it then is. An instance is in one group at
  /// most: it leaves the group that it was in. Adding it to the group that it is in changes
  /// nothing. Throws: `not_found` if the group or the instance does not exist.
  ModelInstance add_model_instance(const ModelGroupId& group, const ModelInstanceId& instance);

  /// Put all of the instances into the group, or none of them.
  /// Returns how many were not in it before; an instance that is named twice counts once.
  /// Throws: `not_found` if the group or one of the instances does not exist.
  std::size_t add_model_instances(const ModelGroupId& group,
                                  std::span<const ModelInstanceId> instances);

  /// Take the instance out of the group, and return it as it then is.
  /// Throws: `not_found` if the group or the instance does not exist; `conflict` if the instance is
  /// not in that group.
  ModelInstance remove_model_instance(const ModelGroupId& group, const ModelInstanceId& instance);

  /// Run `work` as one transaction: all of its calls take effect when it returns, and none if it
  /// throws; what it throws is passed on.
  ///
  ///     session.transaction([&](Session& all_or_nothing) {
  ///       auto group = all_or_nothing.create_model_group({.name = "rerankers"});
  ///       all_or_nothing.add_model_instance(group.id, model.id);
  ///     });
  ///
  /// Every call that this thread makes on the same registry while `work` runs belongs to it; other
  /// threads wait, and so do other processes that want to write. Those that read go on until it is
  /// committed: `Journal` says how long they wait then, and how much memory a big transaction
  /// takes. Transactions nest: an inner one that throws rolls back its own calls alone.
  void transaction(const std::function<void(Session&)>& work);

  /// The same, and return what `work` returns, by value.
  ///
  ///     auto model = session.transaction([&](Session& all_or_nothing) {
  ///       auto group = all_or_nothing.create_model_group({.name = "rerankers"});
  ///       return all_or_nothing.create_model_instance({.name = "Rerank 3",
  ///                                                    .model_type = ModelType::reranking,
  ///                                                    .model_group_id = group.id});
  ///     });
  template <std::invocable<Session&> Work>
  requires(!std::is_void_v<std::invoke_result_t<Work&, Session&>>)
      std::decay_t<std::invoke_result_t<Work&, Session&>> transaction(Work&& work) {
    std::optional<std::decay_t<std::invoke_result_t<Work&, Session&>>> result;
    transaction([&](Session& session) -> void { result.emplace(work(session)); });
    return std::move(*result);
  }

  /// Run `work`, whose calls all see the registry as it is at one moment, whatever others store
  /// meanwhile.
  ///
  ///     session.at_one_moment([&](const Session& still) {
  ///       for (const auto& group : still.walk_model_groups()) write(group);
  ///       for (const auto& model : still.walk_model_instances()) write(model);
  ///     });
  ///
  /// Other threads that use this registry wait until it returns, and so does, in the rollback
  /// journal, whoever commits a change. To change the registry from there is refused with
  /// `invalid_argument`. Within a transaction it sees what that has changed.
  void at_one_moment(const std::function<void(const Session&)>& work) const;

  /// As `Registry::subscribe`, of this account alone.
  [[nodiscard]] Subscription subscribe(Subscriber subscriber) const;

 private:
  friend class Registry;
  friend class RemoteRecords;
  Session(std::shared_ptr<storage::Store> store, std::shared_ptr<const Identity> identity);

  [[nodiscard]] Page<ModelGroup> list_model_groups_by(const ModelGroupQuery& query) const;

  std::shared_ptr<storage::Store> store_;
  std::shared_ptr<const Identity> identity_;
};

}  // namespace modelreg
