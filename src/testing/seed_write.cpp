#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "modelreg/json_text.hpp"
#include "modelreg/session.hpp"
#include "testing/seed_content.hpp"
#include "testing/seed_json.hpp"

namespace modelreg::testing {
namespace {

/// Items with what they are sorted by: their name, then their id.
using Sorted = std::map<std::pair<std::string, std::string>, Json>;

Json list_of(Sorted items) {
  Json list = Json::array();
  for (auto& [key, item] : items) list.push_back(std::move(item));
  return list;
}

/// What follows from each type, which a seed need not say.
class Implied {
 public:
  const ModelInstance& of(ModelType type) {
    const auto [found, is_new] = known_.try_emplace(type);
    if (is_new) found->second = session_.create_model_instance({.name = "n", .model_type = type});
    return found->second;
  }

 private:
  Registry registry_ = Registry::in_memory();
  Session session_ = registry_.session({.account_id = "a", .user_id = "u"});
  std::map<ModelType, ModelInstance> known_;
};

/// Writes what one account holds.
class AccountWriter {
 public:
  AccountWriter(Registry& registry, Identity identity, Implied& implied)
      : identity_(std::move(identity)), session_(registry.session(identity_)), implied_(implied) {}

  void write(Json& object) {
    std::map<ModelInstanceId, Sorted> deployments;
    for (const auto& deployment : session_.walk_model_deployments()) {
      deployments[deployment.model_instance_id].insert(sorted(deployment, item(deployment)));
    }
    std::map<ModelGroupId, Sorted> models;
    for (const auto& model : session_.walk_model_instances()) {
      Json written = item(model);
      auto own = std::move(deployments[model.id]);
      if (!own.empty()) written["deployments"] = list_of(std::move(own));
      models[model.model_group_id.value_or(ModelGroupId())].insert(
          sorted(model, std::move(written)));
    }
    Sorted groups;
    for (const auto& group : session_.walk_model_groups()) {
      Json written = common(group);
      auto own = std::move(models[group.id]);
      if (!own.empty()) written["models"] = list_of(std::move(own));
      groups.insert(sorted(group, std::move(written)));
    }
    if (!groups.empty()) object["groups"] = list_of(std::move(groups));
    auto& loose = models[ModelGroupId()];
    if (!loose.empty()) object["models"] = list_of(std::move(loose));
  }

 private:
  template <class Record>
  static Sorted::value_type sorted(const Record& record, Json written) {
    return {{record.name, record.id.str()}, std::move(written)};
  }

  template <class Record>
  [[nodiscard]] Json common(const Record& record) const {
    Json written = parse_record(to_json_text(record));
    written.erase("account_id");
    if (record.created_by_user_id == identity_.user_id) written.erase("created_by_user_id");
    return written;
  }

  Json item(const ModelInstance& model) {
    Json written = common(model);
    written.erase("model_group_id");
    written.erase("deployment_count");
    const auto& implied = implied_.of(model.model_type);
    if (model.request_schema == implied.request_schema) written.erase("request_schema");
    if (model.response_schema == implied.response_schema) written.erase("response_schema");
    if (model.supports_multi_turn == implied.supports_multi_turn) {
      written.erase("supports_multi_turn");
    }
    return written;
  }

  Json item(const ModelDeployment& deployment) {
    Json written = common(deployment);
    written.erase("model_instance_id");
    if (deployment.status == "READY") written.erase("status");
    return written;
  }

  Identity identity_;
  Session session_;
  Implied& implied_;
};

void write_keys(const std::vector<ApiKey>& keys, const Identity& identity, Json& object) {
  Sorted written;
  for (const auto& key : keys) {
    if (key.account_id != identity.account_id || key.revoked_at) continue;
    Json item{{"label", key.label}, {"created_at", to_string(key.created_at)}};
    if (key.user_id != identity.user_id) item["created_by_user_id"] = key.user_id;
    written.emplace(std::pair(key.label, key.id), std::move(item));
  }
  if (!written.empty()) object["keys"] = list_of(std::move(written));
}

/// One for each account, by its id.
std::map<std::string, Identity> by_account(const std::vector<Identity>& identities,
                                           const std::vector<ApiKey>& keys) {
  std::map<std::string, Identity> found;
  for (const auto& identity : identities) found.emplace(identity.account_id, identity);
  for (const auto& key : keys) {
    found.emplace(key.account_id, Identity{key.account_id, key.user_id});
  }
  return found;
}

}  // namespace

std::string write_seed(Registry& registry, const std::vector<Identity>& identities,
                       const std::string& api_key) {
  auto keys = registry.list_api_keys();
  std::erase_if(keys, [&](const ApiKey& key) {
    return api_key.find("_" + key.id + "_") != std::string::npos;
  });
  Implied implied;
  Json document = Json::object();
  const auto write = [&](const Identity& identity, Json& object) {
    AccountWriter(registry, identity, implied).write(object);
    write_keys(keys, identity, object);
  };
  write(identities.front(), document);
  Json others = Json::array();
  for (const auto& [account_id, identity] : by_account(identities, keys)) {
    if (account_id == identities.front().account_id) continue;
    Json object{{"account_id", account_id}, {"user_id", identity.user_id}};
    write(identity, object);
    if (object.size() > 2) others.push_back(std::move(object));
  }
  if (!others.empty()) document["accounts"] = std::move(others);
  return document.dump(2) + "\n";
}

}  // namespace modelreg::testing
