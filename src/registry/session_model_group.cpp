#include <utility>

#include "modelreg/session.hpp"
#include "registry/importing.hpp"
#include "registry/listing.hpp"
#include "registry/new_record.hpp"
#include "registry/notifying.hpp"
#include "registry/observed.hpp"
#include "registry/refusals.hpp"
#include "registry/validation.hpp"
#include "storage/store.hpp"

namespace modelreg {

using namespace registry;

namespace {

void insert(storage::Store& store, const ModelGroup& record) {
  store.write([&] {
    const auto account = store.accounts.find_or_insert(record.account_id);
    (void)required(store.model_groups.insert(account, record), id_is_taken);
    note(store, account.id, record.id, RecordEvent::created);
  });
}

}  // namespace

ModelGroup Session::create_model_group(const NewModelGroup& group) {
  return Observed(*store_, *identity_, Operation::create_model_group, group)([&] {
    auto record = new_record<ModelGroup>(*store_, *identity_, group);
    require_valid(validate(record));
    insert(*store_, record);
    return record;
  });
}

ModelGroup Session::import_model_group(const ModelGroup& group) {
  return Observed(*store_, *identity_, Operation::import_model_group, group)([&] {
    require_valid(validate(group));
    require_own(group.account_id, *identity_);
    insert(*store_, group);
    return group;
  });
}

Imported<ModelGroup> Session::import_model_group(const ModelGroup& group, IfTaken if_taken) {
  return Observed(*store_, *identity_, Operation::import_model_group, group)([&] {
    require_known(if_taken, "if_taken");
    require_valid(validate(group));
    require_own(group.account_id, *identity_);
    return store_->write([&] {
      const auto account = store_->accounts.find_or_insert(identity_->account_id);
      return import_record(
          group, record_in(store_->model_groups.find(account, group.id)), if_taken,
          [&] { insert(*store_, group); },
          [&](const ModelGroup&) {
            store_->model_groups.replace(account, group);
            note(*store_, account.id, group.id, RecordEvent::updated);
          });
    });
  });
}

ModelGroup Session::get_model_group(const ModelGroupId& id) const {
  return Observed(*store_, *identity_, Operation::get_model_group,
                  id)([&] { return required(find_model_group(id), no_such_model_group); });
}

std::optional<ModelGroup> Session::find_model_group(const ModelGroupId& id) const {
  return Observed(*store_, *identity_, Operation::get_model_group, id)([&] {
    return store_->look_up([&]() -> std::optional<ModelGroup> {
      const auto account = store_->accounts.find(identity_->account_id);
      if (!account) return std::nullopt;
      return record_in(store_->model_groups.find(*account, id));
    });
  });
}

Page<ModelGroup> Session::list_model_groups(const PageRequest& request) const {
  return Observed(*store_, *identity_, Operation::list_model_groups, request)([&] {
    require_valid(validate(request));
    auto& groups = store_->model_groups;
    return page_of<ModelGroup>(
        *store_, identity_->account_id, request,
        [&](const storage::Account& account) { return groups.count(account); },
        [&](const storage::Account& account) { return groups.list(account, request); });
  });
}

Page<ModelGroup> Session::list_model_groups_by(const ModelGroupQuery& query) const {
  return Observed(*store_, *identity_, Operation::list_model_groups, query)([&] {
    require_valid_query<ModelGroup>(query);
    auto& groups = store_->model_groups;
    return page_of<ModelGroup>(
        *store_, identity_->account_id, query,
        [&](const storage::Account& account) { return groups.count(account, query); },
        [&](const storage::Account& account) { return groups.list(account, query); });
  });
}

std::int64_t Session::count_model_groups(const ModelGroupFilter& filter) const {
  return Observed(*store_, *identity_, Operation::count_model_groups, filter)([&] {
    require_valid(validate_filter(filter));
    return count_of(*store_, identity_->account_id, [&](const storage::Account& account) {
      return store_->model_groups.count(account, filter);
    });
  });
}

bool Session::has_model_group(const ModelGroupId& id) const {
  return Observed(*store_, *identity_, Operation::get_model_group, id)(
      [&] { return has(*store_, identity_->account_id, store_->model_groups, id); });
}

Walk<ModelGroup> Session::walk_model_groups(ModelGroupFilter filter, std::vector<SortKey> sort_by,
                                            int page_size) const {
  if (!sort_by.empty()) {
    ModelGroupQuery query{{.limit = page_size}, std::move(filter), std::move(sort_by)};
    return sorted_walk_of<ModelGroup>(store_, identity_, Operation::list_model_groups,
                                      std::move(query), &storage::Store::model_groups);
  }
  require_valid(validate_filter(filter));
  return walk_of<ModelGroup>(
      store_, identity_, page_size, Operation::list_model_groups, std::move(filter),
      [page_size](storage::Store& store, const storage::Account& account,
                  const ModelGroupFilter& wanted, std::int64_t& last) {
        return store.model_groups.list_after(account, wanted, page_size, last);
      });
}

Walk<ModelGroup> Session::walk_model_groups(int page_size) const {
  return walk_of<ModelGroup>(store_, identity_, page_size, Operation::list_model_groups,
                             PageRequest{.limit = page_size},
                             [page_size](storage::Store& store, const storage::Account& account,
                                         const PageRequest&, std::int64_t& last) {
                               return store.model_groups.list_after(account, page_size, last);
                             });
}

ModelGroup Session::update_model_group(const ModelGroupId& id, const ModelGroupChanges& changes) {
  return Observed(*store_, *identity_, Operation::update_model_group, id, changes)([&] {
    require_valid(validate(changes));
    return store_->write([&] {
      ModelGroup group = get_model_group(id);
      apply_all(changes, group);
      store_->model_groups.update(store_->accounts.find_or_insert(identity_->account_id), group);
      note(*store_, identity_->account_id, id, RecordEvent::updated);
      return group;
    });
  });
}

void Session::delete_model_group(const ModelGroupId& id) {
  Observed(*store_, *identity_, Operation::delete_model_group, id)([&] {
    store_->write([&] {
      const auto account =
          required(store_->accounts.find(identity_->account_id), no_such_model_group);
      if (!store_->model_groups.erase(account, id)) throw no_such_model_group();
      note(*store_, account.id, id, RecordEvent::deleted);
    });
  });
}

}  // namespace modelreg
