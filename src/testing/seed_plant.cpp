#include <utility>

#include "modelreg/error.hpp"
#include "modelreg/session.hpp"
#include "testing/seed_content.hpp"

namespace modelreg::testing {
namespace {

/// Stores what one account of a seed has.
class Planter {
 public:
  Planter(const SeedAccount& account, PlantedSeed& into, const Soil& soil, Clock& clock)
      : account_(account),
        into_(into),
        soil_(soil),
        clock_(clock),
        identity_(account.identity.value_or(soil.identity)) {}

  void plant() {
    into_.identities.push_back(identity_);
    for (const auto& group : account_.groups) plant(group);
    for (const auto& model : account_.models) plant(model);
    for (const auto& deployment : account_.deployments) plant(deployment);
    for (const auto& key : account_.keys) plant(key);
  }

 private:
  /// As whoever made the item, when it was made.
  Identity maker_of(const Origin& origin) {
    clock_.set(origin.created_at.value_or(soil_.now));
    return {identity_.account_id, origin.user_id.value_or(identity_.user_id)};
  }

  void plant(const SeedGroup& group) {
    auto session = into_.registry.session(maker_of(group.origin));
    groups_.push_back(session.create_model_group(group.record).id);
  }

  void plant(const SeedModel& model) {
    auto session = into_.registry.session(maker_of(model.origin));
    NewModelInstance given = model.record;
    if (model.group.index || !model.group.name.empty()) {
      given.model_group_id = groups_[resolve(account_.groups, model.group)];
    }
    auto record = session.create_model_instance(given);
    models_.push_back(record.id);
    if (!model.request_schema && !model.response_schema && !model.supports_multi_turn) return;
    session.delete_model_instance(record.id);
    if (model.request_schema) record.request_schema = *model.request_schema;
    if (model.response_schema) record.response_schema = *model.response_schema;
    if (model.supports_multi_turn) record.supports_multi_turn = *model.supports_multi_turn;
    session.import_model_instance(record);
  }

  void plant(const SeedDeployment& deployment) {
    auto session = into_.registry.session(maker_of(deployment.origin));
    const auto& model = models_[resolve(account_.models, deployment.model)];
    auto record = session.create_model_deployment(model, deployment.record);
    if (!deployment.model_endpoint_id && !deployment.status) return;
    session.delete_model_deployment(record.id);
    record.model_endpoint_id = deployment.model_endpoint_id;
    if (deployment.status) record.status = *deployment.status;
    session.import_model_deployment(record);
  }

  void plant(const SeedKey& key) {
    auto made = into_.registry.create_api_key(maker_of(key.origin), key.label);
    into_.keys.emplace(key.label, std::move(made.secret));
  }

  const SeedAccount& account_;
  PlantedSeed& into_;
  const Soil& soil_;
  Clock& clock_;
  const Identity identity_;
  std::vector<ModelGroupId> groups_;
  std::vector<ModelInstanceId> models_;
};

}  // namespace

void plant(const SeedContent& content, PlantedSeed& into, const Soil& soil, Clock& clock) {
  auto session = into.registry.session(soil.identity);
  session.transaction([&](Session&) {
    for (const auto& account : content.accounts) Planter(account, into, soil, clock).plant();
  });
}

std::shared_ptr<const PlantedSeed> SeedContent::planted(const Soil& soil) {
  const std::lock_guard lock(mutex_);
  auto& known = planted_[soil];
  if (known) return known;
  auto faults = all_violations(*this);
  if (!faults.empty()) throw Error(std::move(faults));
  const auto clock = std::make_shared<Clock>(soil.now);
  const auto ids = std::make_shared<Ids>(soil.id_seed);
  auto made = std::make_shared<PlantedSeed>(
      PlantedSeed{.registry = Registry::in_memory({.now = [clock] { return clock->now(); },
                                                   .new_id = [ids] { return ids->next(); }})});
  if (this == empty_seed().get()) {
    made->api_key = made->registry.create_api_key(soil.identity).secret;
  } else {
    const auto empty = empty_seed()->planted(soil);
    made->registry.copy_from(empty->registry);
    made->api_key = empty->api_key;
  }
  plant(*this, *made, soil, *clock);
  made->ids_made = ids->made();
  known = std::move(made);
  return known;
}

}  // namespace modelreg::testing
