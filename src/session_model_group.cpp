#include "modelreg/session.hpp"
#include "refusals.hpp"
#include "storage/store.hpp"
#include "validation.hpp"

namespace modelreg {

ModelGroup Session::create_model_group(const NewModelGroup& group) {
  ModelGroup record{.name = group.name,
                    .description = group.description,
                    .id = group.id ? *group.id : ModelGroupId(store_->new_id()),
                    .created_at = store_->now(),
                    .account_id = identity_->account_id,
                    .created_by_user_id = identity_->user_id};
  require_valid(validate(record));
  store_->write([&] {
    const auto account = store_->accounts.find_or_insert(identity_->account_id);
    if (!store_->model_groups.insert(account, record)) throw id_is_taken();
  });
  return record;
}

ModelGroup Session::get_model_group(const ModelGroupId& id) const {
  return required(find_model_group(id), no_such_model_group);
}

std::optional<ModelGroup> Session::find_model_group(const ModelGroupId& id) const {
  return store_->read([&]() -> std::optional<ModelGroup> {
    const auto account = store_->accounts.find(identity_->account_id);
    if (!account) return std::nullopt;
    return store_->model_groups.find(*account, id);
  });
}

Page<ModelGroup> Session::list_model_groups(const PageRequest& request) const {
  require_valid(validate(request));
  return store_->read([&] {
    Page<ModelGroup> page{.items = {},
                          .current_page = request.page,
                          .items_per_page = request.limit,
                          .total_item_count = 0};
    if (const auto account = store_->accounts.find(identity_->account_id)) {
      page.total_item_count = store_->model_groups.count(*account);
      page.items = store_->model_groups.list(*account, request);
    }
    return page;
  });
}

}  // namespace modelreg
