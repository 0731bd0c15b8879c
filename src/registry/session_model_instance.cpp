#include <utility>

#include "modelreg/session.hpp"
#include "registry/importing.hpp"
#include "registry/listing.hpp"
#include "registry/model_type_traits.hpp"
#include "registry/new_record.hpp"
#include "registry/notifying.hpp"
#include "registry/observed.hpp"
#include "registry/refusals.hpp"
#include "registry/validation.hpp"
#include "storage/store.hpp"

namespace modelreg {

using namespace registry;

namespace {

using storage::Account;
using storage::Store;
using StoredModelInstance = storage::Stored<ModelInstance>;

std::int64_t group_key(Store& store, const Account& account, const ModelGroupId& group) {
  return required(store.model_groups.find_key(account, group), no_such_model_group);
}

/// Store a checked record, in its group if it names one.
void insert(Store& store, const ModelInstance& record) {
  store.write([&] {
    const auto account = store.accounts.find_or_insert(record.account_id);
    std::optional<std::int64_t> group;
    if (record.model_group_id) group = group_key(store, account, *record.model_group_id);
    const auto instance = required(store.model_instances.insert(account, record), id_is_taken);
    if (group) store.model_group_members.put(account, instance, *group);
    note(store, account.id, record.id, RecordEvent::created);
    note_move(store, account.id, record.id, std::nullopt, record.model_group_id);
  });
}

/// Put a checked record in the place of `stored`, which has its id, and into its group.
void replace(Store& store, const ModelInstance& stored, const ModelInstance& record) {
  const auto account = store.accounts.find_or_insert(record.account_id);
  const auto key =
      required(store.model_instances.find_key(account, record.id), no_such_model_instance);
  store.model_instances.replace(account, record);
  if (record.model_group_id) {
    store.model_group_members.put(account, key, group_key(store, account, *record.model_group_id));
  } else {
    store.model_group_members.erase(key);
  }
  note(store, account.id, record.id, RecordEvent::updated);
  note_move(store, account.id, record.id, stored.model_group_id, record.model_group_id);
}

std::optional<StoredModelInstance> find(Store& store, const Identity& identity,
                                        const ModelInstanceId& id) {
  return store.look_up([&]() -> std::optional<StoredModelInstance> {
    const auto account = store.accounts.find(identity.account_id);
    if (!account) return std::nullopt;
    return store.model_instances.find(*account, id);
  });
}

/// What follows from the type of a model.
void take_type(ModelInstance& record) {
  record.request_schema = request_schema_of(record.model_type);
  record.response_schema = response_schema_of(record.model_type);
  record.supports_multi_turn = supports_multi_turn(record.model_type);
}

void apply(const ModelInstanceChanges& changes, ModelInstance& record) {
  const ModelType type = record.model_type;
  apply_all(changes, record);
  if (record.model_type != type) take_type(record);
}

void change_group(Store& store, const Account& account, std::int64_t instance,
                  const Change<ModelGroupId>& change) {
  if (change.clears()) store.model_group_members.erase(instance);
  if (change.value()) {
    store.model_group_members.put(account, instance, group_key(store, account, *change.value()));
  }
}

ViewedModelInstance view(const Session& session, ModelInstance&& instance,
                         const ModelInstanceViews& views) {
  ViewedModelInstance viewed{.model_instance = std::move(instance)};
  for (const auto view : views) {
    if (view == ModelInstanceView::deployments) {
      ModelDeploymentFilter filter;
      filter.model_instance_id = viewed.model_instance.id;
      auto& deployments = viewed.deployments.emplace();
      for (const auto& deployment : session.walk_model_deployments(filter)) {
        deployments.push_back(deployment);
      }
    }
    if (view == ModelInstanceView::model_group && viewed.model_instance.model_group_id) {
      viewed.model_group = session.get_model_group(*viewed.model_instance.model_group_id);
    }
  }
  return viewed;
}

}  // namespace

ModelInstance Session::create_model_instance(const NewModelInstance& instance) {
  return Observed(*store_, *identity_, Operation::create_model_instance, instance)([&] {
    auto record = new_record<ModelInstance>(*store_, *identity_, instance);
    require_valid(validate(record));  // also what the options made: its id and its timestamp
    take_type(record);
    insert(*store_, record);
    return record;
  });
}

ModelInstance Session::import_model_instance(const ModelInstance& instance) {
  return Observed(*store_, *identity_, Operation::import_model_instance, instance)([&] {
    require_valid(validate(instance));
    require_own(instance.account_id, *identity_);
    ModelInstance record = instance;
    record.deployment_count = 0;
    insert(*store_, record);
    return record;
  });
}

Imported<ModelInstance> Session::import_model_instance(const ModelInstance& instance,
                                                       IfTaken if_taken) {
  return Observed(*store_, *identity_, Operation::import_model_instance, instance)([&] {
    require_known(if_taken, "if_taken");
    require_valid(validate(instance));
    require_own(instance.account_id, *identity_);
    return store_->write([&] {
      auto stored = find_model_instance(instance.id);
      ModelInstance record = instance;
      record.deployment_count = stored ? stored->deployment_count : 0;
      return import_record(
          record, std::move(stored), if_taken, [&] { insert(*store_, record); },
          [&](const ModelInstance& before) { replace(*store_, before, record); });
    });
  });
}

ModelInstance Session::get_model_instance(const ModelInstanceId& id) const {
  return Observed(*store_, *identity_, Operation::get_model_instance, id)([&] {
    auto stored = find(*store_, *identity_, id);
    if (!stored) throw no_such_model_instance();
    return std::move(stored->record);
  });
}

ViewedModelInstance Session::get_model_instance(const ModelInstanceId& id,
                                                const ModelInstanceViews& views) const {
  return Observed(*store_, *identity_, Operation::get_model_instance, id)([&] {
    if (views.empty()) return ViewedModelInstance{.model_instance = get_model_instance(id)};
    return store_->read([&] { return view(*this, get_model_instance(id), views); });
  });
}

std::optional<ModelInstance> Session::find_model_instance(const ModelInstanceId& id) const {
  const Observed call(*store_, *identity_, Operation::get_model_instance, id);
  return call([&]() -> std::optional<ModelInstance> {
    auto stored = find(*store_, *identity_, id);
    if (!stored) return std::nullopt;
    return std::move(stored->record);
  });
}

Page<ModelInstance> Session::list_model_instances(const ModelInstanceQuery& query) const {
  return Observed(*store_, *identity_, Operation::list_model_instances, query)([&] {
    require_valid_query<ModelInstance>(query);
    auto& instances = store_->model_instances;
    return page_of<ModelInstance>(
        *store_, identity_->account_id, query,
        [&](const Account& account) { return instances.count(account, query); },
        [&](const Account& account) { return instances.list(account, query); });
  });
}

Page<ViewedModelInstance> Session::list_model_instances(const ModelInstanceQuery& query,
                                                        const ModelInstanceViews& views) const {
  return Observed(*store_, *identity_, Operation::list_model_instances, query)([&] {
    return store_->read([&] {
      auto page = list_model_instances(query);
      Page<ViewedModelInstance> viewed{.items = {},
                                       .current_page = page.current_page,
                                       .items_per_page = page.items_per_page,
                                       .total_item_count = page.total_item_count};
      viewed.items.reserve(page.items.size());
      for (auto& instance : page.items) {
        viewed.items.push_back(view(*this, std::move(instance), views));
      }
      return viewed;
    });
  });
}

Walk<ModelInstance> Session::walk_model_instances(ModelInstanceFilter filter, int page_size) const {
  require_valid(validate_filter(filter));
  return walk_of<ModelInstance>(
      store_, identity_, page_size, Operation::list_model_instances, std::move(filter),
      [page_size](Store& store, const Account& account, const ModelInstanceFilter& wanted,
                  std::int64_t& last) {
        return store.model_instances.list_after(account, wanted, page_size, last);
      });
}

Walk<ModelInstance> Session::walk_model_instances(ModelInstanceFilter filter,
                                                  std::vector<SortKey> sort_by,
                                                  int page_size) const {
  if (sort_by.empty()) return walk_model_instances(std::move(filter), page_size);
  ModelInstanceQuery query{{.limit = page_size}, std::move(filter), std::move(sort_by)};
  return sorted_walk_of<ModelInstance>(store_, identity_, Operation::list_model_instances,
                                       std::move(query), &storage::Store::model_instances);
}

std::int64_t Session::count_model_instances(const ModelInstanceFilter& filter) const {
  return Observed(*store_, *identity_, Operation::count_model_instances, filter)([&] {
    require_valid(validate_filter(filter));
    return count_of(*store_, identity_->account_id, [&](const Account& account) {
      return store_->model_instances.count(account, filter);
    });
  });
}

std::vector<std::int64_t> Session::count_model_instances_of(
    std::span<const ModelGroupId> groups) const {
  return store_->read([&] {
    std::vector<std::int64_t> counts;
    for (const auto& group : groups) {
      counts.push_back(count_model_instances({.model_group_id = group}));
    }
    return counts;
  });
}

bool Session::has_model_instance(const ModelInstanceId& id) const {
  return Observed(*store_, *identity_, Operation::get_model_instance, id)(
      [&] { return has(*store_, identity_->account_id, store_->model_instances, id); });
}

ModelInstance Session::update_model_instance(const ModelInstanceId& id,
                                             const ModelInstanceChanges& changes) {
  return Observed(*store_, *identity_, Operation::update_model_instance, id, changes)([&] {
    require_valid(validate(changes));
    return store_->write([&] {
      const auto account =
          required(store_->accounts.find(identity_->account_id), no_such_model_instance);
      auto stored = required(store_->model_instances.find(account, id), no_such_model_instance);
      const auto group_before = stored.record.model_group_id;
      change_group(*store_, account, stored.key, changes.model_group_id);
      apply(changes, stored.record);
      store_->model_instances.update(account, stored.record);
      note(*store_, account.id, id, RecordEvent::updated);
      note_move(*store_, account.id, id, group_before, stored.record.model_group_id);
      return std::move(stored.record);
    });
  });
}

void Session::delete_model_instance(const ModelInstanceId& id) {
  Observed(*store_, *identity_, Operation::delete_model_instance, id)([&] {
    store_->write([&] {
      const auto account =
          required(store_->accounts.find(identity_->account_id), no_such_model_instance);
      if (!store_->model_instances.erase(account, id)) throw no_such_model_instance();
      note(*store_, account.id, id, RecordEvent::deleted);
    });
  });
}

}  // namespace modelreg
