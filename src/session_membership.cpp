#include <utility>

#include "modelreg/session.hpp"
#include "refusals.hpp"
#include "storage/store.hpp"

/// Which instance is in which group: the operation that everything else exists for, and its
/// inverse.
namespace modelreg {
namespace {

using storage::Account;
using storage::Store;
using storage::StoredModelInstance;

Account account_of(Store& store, const Identity& identity) {
  return required(store.accounts.find(identity.account_id), no_such_model_group);
}

StoredModelInstance get(Store& store, const Account& account, const ModelInstanceId& instance) {
  return required(store.model_instances.find(account, instance), no_such_model_instance);
}

}  // namespace

ModelInstance Session::add_model_instance(const ModelGroupId& group,
                                          const ModelInstanceId& instance) {
  return store_->write([&] {
    const auto account = account_of(*store_, *identity_);
    const auto group_key =
        required(store_->model_groups.find_key(account, group), no_such_model_group);
    auto stored = get(*store_, account, instance);
    if (stored.model_group != group_key) {
      store_->model_group_members.put(account, stored.key, group_key);
      stored.record.model_group_id = group;
    }
    return std::move(stored.record);
  });
}

std::size_t Session::add_model_instances(const ModelGroupId& group,
                                         std::span<const ModelInstanceId> instances) {
  return store_->write([&] {
    const auto account = account_of(*store_, *identity_);
    const auto group_key =
        required(store_->model_groups.find_key(account, group), no_such_model_group);
    std::size_t added = 0;
    for (const auto& instance : instances) {
      const auto key =
          required(store_->model_instances.find_key(account, instance), no_such_model_instance);
      if (store_->model_group_members.group_of(key) == group_key) continue;
      store_->model_group_members.put(account, key, group_key);
      ++added;
    }
    return added;
  });
}

ModelInstance Session::remove_model_instance(const ModelGroupId& group,
                                             const ModelInstanceId& instance) {
  return store_->write([&] {
    const auto account = account_of(*store_, *identity_);
    const auto group_key =
        required(store_->model_groups.find_key(account, group), no_such_model_group);
    auto stored = get(*store_, account, instance);
    if (stored.model_group != group_key) {
      throw Error(
          ErrorCode::conflict,
          {{"model_instance_id", "the model instance is not in this model group", "conflict"}});
    }
    store_->model_group_members.erase(stored.key);
    stored.record.model_group_id.reset();
    return std::move(stored.record);
  });
}

}  // namespace modelreg
