#include <utility>

#include "modelreg/session.hpp"
#include "registry/notifying.hpp"
#include "registry/observed.hpp"
#include "registry/refusals.hpp"
#include "storage/store.hpp"

/// Which instance is in which group: the operation that everything else exists for, and its
/// inverse.
namespace modelreg {

using namespace registry;

namespace {

using storage::Account;
using storage::Store;

Account find_account(Store& store, const Identity& identity) {
  return required(store.accounts.find(identity.account_id), no_such_model_group);
}

std::int64_t find_group(Store& store, const Account& account, const ModelGroupId& group) {
  return required(store.model_groups.find_key(account, group), no_such_model_group);
}

}  // namespace

ModelInstance Session::add_model_instance(const ModelGroupId& group,
                                          const ModelInstanceId& instance) {
  return Observed(*store_, *identity_, Operation::add_model_instance, group, instance)([&] {
    return store_->write([&] {
      const auto account = find_account(*store_, *identity_);
      auto stored = store_->model_instances.find(account, instance);
      if (stored && stored->record.model_group_id == group) return std::move(stored->record);
      const auto group_key = find_group(*store_, account, group);
      if (!stored) throw no_such_model_instance();
      store_->model_group_members.put(account, stored->key, group_key);
      note_move(*store_, account.id, instance, stored->record.model_group_id, group);
      stored->record.model_group_id = group;
      return std::move(stored->record);
    });
  });
}

std::size_t Session::add_model_instances(const ModelGroupId& group,
                                         std::span<const ModelInstanceId> instances) {
  return Observed(*store_, *identity_, Operation::add_model_instances, group, instances)([&] {
    return store_->write([&] {
      const auto account = find_account(*store_, *identity_);
      const auto group_key = find_group(*store_, account, group);
      std::size_t added = 0;
      for (const auto& instance : instances) {
        const auto key =
            required(store_->model_instances.find_key(account, instance), no_such_model_instance);
        if (store_->model_group_members.group_of(key) == group_key) continue;
        store_->model_group_members.put(account, key, group_key);
        note_move(*store_, account.id, instance, std::nullopt, group);
        ++added;
      }
      return added;
    });
  });
}

ModelInstance Session::remove_model_instance(const ModelGroupId& group,
                                             const ModelInstanceId& instance) {
  return Observed(*store_, *identity_, Operation::remove_model_instance, group, instance)([&] {
    return store_->write([&] {
      const auto account = find_account(*store_, *identity_);
      (void)find_group(*store_, account, group);
      auto stored =
          required(store_->model_instances.find(account, instance), no_such_model_instance);
      if (stored.record.model_group_id != group) {
        throw Error(
            ErrorCode::conflict,
            {{"model_instance_id", "the model instance is not in this model group", "conflict"}});
      }
      store_->model_group_members.erase(stored.key);
      note_move(*store_, account.id, instance, group, std::nullopt);
      stored.record.model_group_id.reset();
      return std::move(stored.record);
    });
  });
}

}  // namespace modelreg
