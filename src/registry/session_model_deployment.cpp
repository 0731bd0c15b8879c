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

using storage::Account;

/// What a deployment that was made here is: nothing runs, so nothing is ever pending.
constexpr const char* status_of_new_deployments = "READY";

void insert(storage::Store& store, const ModelDeployment& record) {
  store.write([&] {
    const auto account = required(store.accounts.find(record.account_id), no_such_model_instance);
    const auto instance = required(
        store.model_instances.find_key(account, record.model_instance_id), no_such_model_instance);
    (void)required(store.model_deployments.insert(account, record, instance), id_is_taken);
    note(store, account.id, record.id, RecordEvent::created);
  });
}

/// Put a checked record in the place of `stored`, which has its id.
void replace(storage::Store& store, const ModelDeployment& stored, const ModelDeployment& record) {
  if (stored.model_instance_id != record.model_instance_id) {
    throw Error(ErrorCode::conflict,
                {{"model_instance_id",
                  "must be the instance that the deployment has: it cannot move", "conflict"}});
  }
  store.model_deployments.replace(store.accounts.find_or_insert(record.account_id), record);
  note(store, record.account_id, record.id, RecordEvent::updated);
}

}  // namespace

ModelDeployment Session::create_model_deployment(const ModelInstanceId& instance,
                                                 const NewModelDeployment& deployment) {
  return Observed(*store_, *identity_, Operation::create_model_deployment, instance,
                  deployment)([&] {
    require_valid(validate(deployment));
    if (!find_model_instance(instance)) throw no_such_model_instance();
    auto record = new_record<ModelDeployment>(*store_, *identity_, deployment);
    record.model_instance_id = instance;
    record.status = status_of_new_deployments;
    require_valid(validate(record));  // the clock and the ids come from the options
    insert(*store_, record);
    return record;
  });
}

ModelDeployment Session::import_model_deployment(const ModelDeployment& deployment) {
  return Observed(*store_, *identity_, Operation::import_model_deployment, deployment)([&] {
    require_valid(validate(deployment));
    require_own(deployment.account_id, *identity_);
    insert(*store_, deployment);
    return deployment;
  });
}

Imported<ModelDeployment> Session::import_model_deployment(const ModelDeployment& deployment,
                                                           IfTaken if_taken) {
  return Observed(*store_, *identity_, Operation::import_model_deployment, deployment)([&] {
    require_known(if_taken, "if_taken");
    require_valid(validate(deployment));
    require_own(deployment.account_id, *identity_);
    return store_->write([&] {
      return import_record(
          deployment, find_model_deployment(deployment.id), if_taken,
          [&] { insert(*store_, deployment); },
          [&](const ModelDeployment& stored) { replace(*store_, stored, deployment); });
    });
  });
}

ModelDeployment Session::get_model_deployment(const ModelDeploymentId& id) const {
  return Observed(*store_, *identity_, Operation::get_model_deployment, id)(
      [&] { return required(find_model_deployment(id), no_such_model_deployment); });
}

std::optional<ModelDeployment> Session::find_model_deployment(const ModelDeploymentId& id) const {
  return Observed(*store_, *identity_, Operation::get_model_deployment, id)([&] {
    return store_->look_up([&]() -> std::optional<ModelDeployment> {
      const auto account = store_->accounts.find(identity_->account_id);
      if (!account) return std::nullopt;
      return record_in(store_->model_deployments.find(*account, id));
    });
  });
}

Page<ModelDeployment> Session::list_model_deployments(const ModelDeploymentQuery& query) const {
  return Observed(*store_, *identity_, Operation::list_model_deployments, query)([&] {
    require_valid_query<ModelDeployment>(query);
    auto& deployments = store_->model_deployments;
    return page_of<ModelDeployment>(
        *store_, identity_->account_id, query,
        [&](const Account& account) { return deployments.count(account, query); },
        [&](const Account& account) { return deployments.list(account, query); });
  });
}

Walk<ModelDeployment> Session::walk_model_deployments(ModelDeploymentFilter filter,
                                                      int page_size) const {
  return walk_of<ModelDeployment>(
      store_, identity_, page_size, Operation::list_model_deployments, std::move(filter),
      [page_size](storage::Store& store, const Account& account,
                  const ModelDeploymentFilter& wanted, std::int64_t& last) {
        return store.model_deployments.list_after(account, wanted, page_size, last);
      });
}

Walk<ModelDeployment> Session::walk_model_deployments(ModelDeploymentFilter filter,
                                                      std::vector<SortKey> sort_by,
                                                      int page_size) const {
  if (sort_by.empty()) return walk_model_deployments(std::move(filter), page_size);
  ModelDeploymentQuery query{{.limit = page_size}, std::move(filter), std::move(sort_by)};
  return sorted_walk_of<ModelDeployment>(store_, identity_, Operation::list_model_deployments,
                                         std::move(query), &storage::Store::model_deployments);
}

std::int64_t Session::count_model_deployments(const ModelDeploymentFilter& filter) const {
  return Observed(*store_, *identity_, Operation::count_model_deployments, filter)([&] {
    require_valid(validate_filter(filter));
    return count_of(*store_, identity_->account_id, [&](const Account& account) {
      return store_->model_deployments.count(account, filter);
    });
  });
}

bool Session::has_model_deployment(const ModelDeploymentId& id) const {
  return Observed(*store_, *identity_, Operation::get_model_deployment, id)(
      [&] { return has(*store_, identity_->account_id, store_->model_deployments, id); });
}

ModelDeployment Session::update_model_deployment(const ModelDeploymentId& id,
                                                 const ModelDeploymentChanges& changes) {
  return Observed(*store_, *identity_, Operation::update_model_deployment, id, changes)([&] {
    require_valid(validate(changes));
    return store_->write([&] {
      ModelDeployment deployment = get_model_deployment(id);
      apply_all(changes, deployment);
      store_->model_deployments.update(store_->accounts.find_or_insert(identity_->account_id),
                                       deployment);
      note(*store_, identity_->account_id, id, RecordEvent::updated);
      return deployment;
    });
  });
}

void Session::delete_model_deployment(const ModelDeploymentId& id) {
  Observed(*store_, *identity_, Operation::delete_model_deployment, id)([&] {
    store_->write([&] {
      const auto account =
          required(store_->accounts.find(identity_->account_id), no_such_model_deployment);
      if (!store_->model_deployments.erase(account, id)) throw no_such_model_deployment();
      note(*store_, account.id, id, RecordEvent::deleted);
    });
  });
}

}  // namespace modelreg
