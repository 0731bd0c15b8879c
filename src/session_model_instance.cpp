#include <utility>

#include "model_type_traits.hpp"
#include "modelreg/session.hpp"
#include "refusals.hpp"
#include "storage/store.hpp"
#include "validation.hpp"

namespace modelreg {
namespace {

/// Store a checked record, in its group if it names one.
void insert(storage::Store& store, const ModelInstance& record) {
  const auto account = store.accounts.find_or_insert(record.account_id);
  std::optional<std::int64_t> group;
  if (record.model_group_id) {
    group =
        required(store.model_groups.find_key(account, *record.model_group_id), no_such_model_group);
  }
  const auto instance = required(store.model_instances.insert(account, record), id_is_taken);
  if (group) store.model_group_members.put(account, instance, *group);
}

}  // namespace

ModelInstance Session::create_model_instance(const NewModelInstance& instance) {
  require_valid(validate(instance));
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
      .request_schema = request_schema_of(instance.model_type),
      .response_schema = response_schema_of(instance.model_type),
      .deployment_count = 0,
      .supports_multi_turn = supports_multi_turn(instance.model_type),
  };
  require_valid(validate(record));  // the clock and the ids come from the options
  store_->write([&] { insert(*store_, record); });
  return record;
}

ModelInstance Session::import_model_instance(const ModelInstance& instance) {
  require_valid(validate(instance));
  if (instance.account_id != identity_->account_id) {
    throw Error(ErrorCode::forbidden,
                {{"account_id", "must be the account of the session", "forbidden"}});
  }
  ModelInstance record = instance;
  record.deployment_count = 0;
  store_->write([&] { insert(*store_, record); });
  return record;
}

ModelInstance Session::get_model_instance(const ModelInstanceId& id) const {
  return required(find_model_instance(id), no_such_model_instance);
}

std::optional<ModelInstance> Session::find_model_instance(const ModelInstanceId& id) const {
  return store_->read([&]() -> std::optional<ModelInstance> {
    const auto account = store_->accounts.find(identity_->account_id);
    if (!account) return std::nullopt;
    auto stored = store_->model_instances.find(*account, id);
    if (!stored) return std::nullopt;
    return std::move(stored->record);
  });
}

Page<ModelInstance> Session::list_model_instances(const ModelInstanceQuery& query) const {
  require_valid(validate(query));
  return store_->read([&] {
    Page<ModelInstance> page{.items = {},
                             .current_page = query.page,
                             .items_per_page = query.limit,
                             .total_item_count = 0};
    if (const auto account = store_->accounts.find(identity_->account_id)) {
      page.total_item_count = store_->model_instances.count(*account, query);
      page.items = store_->model_instances.list(*account, query);
    }
    return page;
  });
}

}  // namespace modelreg
