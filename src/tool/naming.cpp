#include "tool/naming.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "modelreg/error.hpp"

namespace modelreg::tool {
namespace {

constexpr std::size_t most_shown = 10;
constexpr int page_size = 1000;

/// Records that could be meant: all are counted, and the first kept.
template <class Record>
struct Candidates {
  std::size_t count = 0;
  std::vector<Record> first = {};

  void add(const Record& record) {
    if (count++ < most_shown) first.push_back(record);
  }
  [[nodiscard]] std::string listed() const {
    std::string text;
    for (const Record& record : first) text += "\n  " + record.id.str() + "  " + record.name;
    return count > most_shown ? text + "\n  …" : text;
  }
};

/// The one record of `named` with that name, or else the one of `all` whose id begins so.
template <class Record>
Record find_among(Walk<Record> with_name, Walk<Record> all, const std::string& called,
                  const std::string& noun, const std::string& field) {
  Candidates<Record> named;
  for (const Record& record : with_name) {
    if (record.name == called) named.add(record);
  }
  Candidates<Record> begun;
  if (named.count == 0 && !called.empty()) {
    for (const Record& record : all) {
      if (record.id.str().starts_with(called)) begun.add(record);
    }
  }
  auto& found = named.count == 0 ? begun : named;
  if (found.count == 1) return std::move(found.first.front());
  if (found.count == 0) {
    throw Error(ErrorCode::not_found, "there is no such " + noun + " in this account",
                {{field, "does not exist", "not_found"}});
  }
  throw Error(ErrorCode::conflict, std::to_string(found.count) + " " + noun +
                                       "s could be meant; name one by its id:" + found.listed());
}

}  // namespace

ModelGroup find_group(const Session& session, const std::string& called) {
  if (!called.empty()) {
    if (auto group = session.find_model_group(ModelGroupId(called))) return std::move(*group);
  }
  return find_among<ModelGroup>(session.walk_model_groups({.name = called}, {}, page_size),
                                session.walk_model_groups(page_size), called, "model group",
                                "model_group_id");
}

ModelInstance find_model(const Session& session, const std::string& called) {
  if (!called.empty()) {
    if (auto model = session.find_model_instance(ModelInstanceId(called))) return std::move(*model);
  }
  return find_among<ModelInstance>(session.walk_model_instances({.name = called}, page_size),
                                   session.walk_model_instances({}, page_size), called, "model",
                                   "model_instance_id");
}

ModelDeployment find_deployment(const Session& session, const std::string& called) {
  if (!called.empty()) {
    if (auto deployment = session.find_model_deployment(ModelDeploymentId(called))) {
      return std::move(*deployment);
    }
  }
  return find_among<ModelDeployment>(session.walk_model_deployments({}, page_size),
                                     session.walk_model_deployments({}, page_size), called,
                                     "deployment", "deployment_id");
}

}  // namespace modelreg::tool
