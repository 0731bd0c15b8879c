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

/// A group and the account that it is in, as the tables know them.
struct Group {
  Account account;
  std::int64_t key;
};

Group find_group(Store& store, const Identity& identity, const ModelGroupId& group) {
  const auto account = required(store.accounts.find(identity.account_id), no_such_model_group);
  return {account, required(store.model_groups.find_key(account, group), no_such_model_group)};
}

StoredModelInstance find_instance(Store& store, const Group& group,
                                  const ModelInstanceId& instance) {
  return required(store.model_instances.find(group.account, instance), no_such_model_instance);
}

}  // namespace

ModelInstance Session::add_model_instance(const ModelGroupId& group,
                                          const ModelInstanceId& instance) {
  return store_->write([&] {
    const auto into = find_group(*store_, *identity_, group);
    auto stored = find_instance(*store_, into, instance);
    if (stored.model_group != into.key) {
      store_->model_group_members.put(into.account, stored.key, into.key);
      stored.record.model_group_id = group;
    }
    return std::move(stored.record);
  });
}

std::size_t Session::add_model_instances(const ModelGroupId& group,
                                         std::span<const ModelInstanceId> instances) {
  return store_->write([&] {
    const auto into = find_group(*store_, *identity_, group);
    std::size_t added = 0;
    for (const auto& instance : instances) {
      const auto key = required(store_->model_instances.find_key(into.account, instance),
                                no_such_model_instance);
      if (store_->model_group_members.group_of(key) == into.key) continue;
      store_->model_group_members.put(into.account, key, into.key);
      ++added;
    }
    return added;
  });
}

ModelInstance Session::remove_model_instance(const ModelGroupId& group,
                                             const ModelInstanceId& instance) {
  return store_->write([&] {
    const auto from = find_group(*store_, *identity_, group);
    auto stored = find_instance(*store_, from, instance);
    if (stored.model_group != from.key) {
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
