#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "modelreg/identity.hpp"
#include "modelreg/model_group.hpp"
#include "modelreg/model_instance.hpp"
#include "modelreg/page.hpp"
#include "modelreg/query.hpp"

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
/// violation at once. Lists are in order of creation.
///
/// Thread safety: as the registry; copies are cheap and equal.
class Session {
 public:
  /// Who acts.
  [[nodiscard]] const Identity& identity() const noexcept;

  /// Store a new group.
  /// Throws: `invalid_argument`; `conflict` if the chosen id is taken.
  ModelGroup create_model_group(const NewModelGroup& group);
  /// Throws: `not_found`.
  [[nodiscard]] ModelGroup get_model_group(const ModelGroupId& id) const;
  [[nodiscard]] std::optional<ModelGroup> find_model_group(const ModelGroupId& id) const;
  /// Throws: `invalid_argument` if the page or the limit is out of range.
  [[nodiscard]] Page<ModelGroup> list_model_groups(const PageRequest& request = {}) const;

  /// Store a new instance, in `model_group_id` if that is set.
  /// Throws: `invalid_argument`; `not_found` if that group does not exist; `conflict` if the
  /// chosen id is taken.
  ModelInstance create_model_instance(const NewModelInstance& instance);
  /// Throws: `not_found`.
  [[nodiscard]] ModelInstance get_model_instance(const ModelInstanceId& id) const;
  [[nodiscard]] std::optional<ModelInstance> find_model_instance(const ModelInstanceId& id) const;
  /// Throws: `invalid_argument` if the page or the limit is out of range. A group that does not
  /// exist has no instances.
  [[nodiscard]] Page<ModelInstance> list_model_instances(
      const ModelInstanceQuery& query = {}) const;

  /// Store a complete record, such as the hosted platform answers: id, dates, user, schemas and
  /// group are kept as they are. Only `deployment_count` is not: it counts the deployments that are
  /// here, so the stored record starts with 0.
  /// Throws: `invalid_argument`; `forbidden` if the record is another account's; `not_found` if its
  /// group does not exist; `conflict` if its id is taken.
  ModelInstance import_model_instance(const ModelInstance& instance);

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
  /// threads wait, and so do other processes that want to write. Transactions nest: an inner one
  /// that throws takes back its own calls alone.
  void transaction(const std::function<void(Session&)>& work);

 private:
  friend class Registry;
  Session(std::shared_ptr<storage::Store> store, std::shared_ptr<const Identity> identity);

  std::shared_ptr<storage::Store> store_;
  std::shared_ptr<const Identity> identity_;
};

}  // namespace modelreg
