#include <utility>

#include "modelreg/session.hpp"
#include "registry/changing.hpp"
#include "registry/listing.hpp"
#include "registry/model_type_traits.hpp"
#include "registry/refusals.hpp"
#include "registry/validation.hpp"
#include "storage/store.hpp"

namespace modelreg {

using namespace registry;

namespace {

using storage::Account;
using storage::Store;
using storage::StoredModelInstance;

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
  });
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
void take_type(ModelInstance& record, ModelType type) {
  record.model_type = type;
  record.request_schema = request_schema_of(type);
  record.response_schema = response_schema_of(type);
  record.supports_multi_turn = supports_multi_turn(type);
}

void apply(const ModelInstanceChanges& changes, ModelInstance& record) {
  registry::apply(changes.name, record.name);
  registry::apply(changes.model_vendor, record.model_vendor);
  registry::apply(changes.base_model_id, record.base_model_id);
  registry::apply(changes.base_model_metadata, record.base_model_metadata);
  registry::apply(changes.model_creation_parameters, record.model_creation_parameters);
  registry::apply(changes.model_card, record.model_card);
  registry::apply(changes.training_data_card, record.training_data_card);
  registry::apply(changes.description, record.description);
  registry::apply(changes.model_template_id, record.model_template_id);
  registry::apply(changes.model_group_id, record.model_group_id);
  const auto& type = changes.model_type.value();
  if (type && *type != record.model_type) take_type(record, *type);
}

void change_group(Store& store, const Account& account, std::int64_t instance,
                  const Change<ModelGroupId>& change) {
  if (change.clears()) store.model_group_members.erase(instance);
  if (change.value()) {
    store.model_group_members.put(account, instance, group_key(store, account, *change.value()));
  }
}

ViewedModelInstance view(const Session& session, ModelInstance instance,
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
  ModelInstance record{
      .name = instance.name,
      .model_vendor = instance.model_vendor,
      .model_type = instance.model_type,
      .base_model_id = instance.base_model_id,
      .base_model_metadata = instance.base_model_metadata,
      .model_creation_parameters = instance.model_creation_parameters,
      .model_card = instance.model_card,
      .training_data_card = instance.training_data_card,
      .description = instance.description,
      .model_template_id = instance.model_template_id,
      .model_group_id = instance.model_group_id,
      .id = instance.id ? *instance.id : ModelInstanceId(store_->new_id()),
      .created_at = store_->now(),
      .account_id = identity_->account_id,
      .created_by_user_id = identity_->user_id,
  };
  require_valid(validate(record));  // also what the options made: its id and its moment
  take_type(record, instance.model_type);
  insert(*store_, record);
  return record;
}

ModelInstance Session::import_model_instance(const ModelInstance& instance) {
  require_valid(validate(instance));
  require_own(instance.account_id, *identity_);
  ModelInstance record = instance;
  record.deployment_count = 0;
  insert(*store_, record);
  return record;
}

ModelInstance Session::get_model_instance(const ModelInstanceId& id) const {
  auto stored = find(*store_, *identity_, id);
  if (!stored) throw no_such_model_instance();
  return std::move(stored->record);
}

ViewedModelInstance Session::get_model_instance(const ModelInstanceId& id,
                                                const ModelInstanceViews& views) const {
  return store_->read([&] { return view(*this, get_model_instance(id), views); });
}

std::optional<ModelInstance> Session::find_model_instance(const ModelInstanceId& id) const {
  auto stored = find(*store_, *identity_, id);
  if (!stored) return std::nullopt;
  return std::move(stored->record);
}

Page<ModelInstance> Session::list_model_instances(const ModelInstanceQuery& query) const {
  require_valid_query<ModelInstance>(query);
  auto& instances = store_->model_instances;
  return page_of<ModelInstance>(
      *store_, identity_->account_id, query,
      [&](const Account& account) { return instances.count(account, query); },
      [&](const Account& account) { return instances.list(account, query); });
}

Page<ViewedModelInstance> Session::list_model_instances(const ModelInstanceQuery& query,
                                                        const ModelInstanceViews& views) const {
  return store_->read([&] {
    auto page = list_model_instances(query);
    Page<ViewedModelInstance> viewed{.items = {},
                                     .current_page = page.current_page,
                                     .items_per_page = page.items_per_page,
                                     .total_item_count = page.total_item_count};
    for (auto& instance : page.items) {
      viewed.items.push_back(view(*this, std::move(instance), views));
    }
    return viewed;
  });
}

Walk<ModelInstance> Session::walk_model_instances(ModelInstanceFilter filter, int page_size) const {
  return walk_of<ModelInstance>(store_, identity_->account_id, page_size,
                                [&instances = store_->model_instances, filter = std::move(filter),
                                 page_size](const Account& account, std::int64_t& last) {
                                  return instances.list_after(account, filter, page_size, last);
                                });
}

ModelInstance Session::update_model_instance(const ModelInstanceId& id,
                                             const ModelInstanceChanges& changes) {
  require_valid(validate(changes));
  return store_->write([&] {
    const auto account =
        required(store_->accounts.find(identity_->account_id), no_such_model_instance);
    auto stored = required(store_->model_instances.find(account, id), no_such_model_instance);
    change_group(*store_, account, stored.key, changes.model_group_id);
    apply(changes, stored.record);
    store_->model_instances.update(stored.key, stored.record);
    return std::move(stored.record);
  });
}

void Session::delete_model_instance(const ModelInstanceId& id) {
  store_->write([&] {
    const auto account =
        required(store_->accounts.find(identity_->account_id), no_such_model_instance);
    if (!store_->model_instances.erase(account, id)) throw no_such_model_instance();
  });
}

}  // namespace modelreg
