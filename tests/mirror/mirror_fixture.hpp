#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "modelreg/json_text.hpp"
#include "modelreg/mirror.hpp"
#include "modelreg/testing.hpp"

namespace modelreg::test {

/// Answers no list of more than `most` records, as a transport does with what is too large.
class NarrowTransport : public Transport {
 public:
  NarrowTransport(std::shared_ptr<Transport> inner, int most)
      : inner_(std::move(inner)), most_(most) {}
  Response send(const Request& request) override {
    auto response = inner_->send(request);
    const auto page = request.target.find("limit=");
    if (page != std::string::npos && std::stoi(request.target.substr(page + 6)) > most_) {
      throw Error(ErrorCode::unexpected_answer, "the answer is too large");
    }
    return response;
  }

 private:
  std::shared_ptr<Transport> inner_;
  int most_;
};

/// A registry here, and another one that is the platform, whose account and ids are others.
class MirrorTest : public ::testing::Test {
 protected:
  testing::TestRegistry platform{
      testing::TestOptions{.identity = {.account_id = "acme", .user_id = "ada"}, .id_seed = 7}};
  testing::TestRegistry local{
      testing::TestOptions{.identity = {.account_id = "local", .user_id = "me"}}};
  Session here = local.session();
  Session there = platform.session();
  Mirror mirror = a_mirror();

  /// A mirror whose client makes no request again.
  Mirror a_mirror() {
    auto options = platform.client_options();
    options.retry.most_retries = 0;
    return {local.session(), platform.client(options), "https://api.example.com"};
  }

  static NewModelInstance a_model(std::string name, std::optional<ModelGroupId> group = {}) {
    return {.name = std::move(name),
            .model_type = ModelType::chat_completion,
            .model_vendor = ModelVendor::openai,
            .model_creation_parameters = JsonObject(R"({"b": 1, "a": [2.50]})"),
            .description = "A model",
            .model_group_id = std::move(group)};
  }

  /// Two groups, three models and two deployments.
  static void fill(Session& side) {
    const auto chat = side.create_model_group({.name = "chat", .description = "To talk with"});
    side.create_model_group({.name = "empty"});
    const auto first = side.create_model_instance(a_model("first", chat.id));
    side.create_model_instance(a_model("second", chat.id));
    side.create_model_instance({.name = "third", .model_type = ModelType::generic});
    side.create_model_deployment(first.id, {.name = "staging"});
    side.create_model_deployment(
        first.id, {.name = "live", .vendor_configuration = JsonObject(R"({"region":"eu"})")});
  }

  /// What a side holds, whatever the ids, dates, accounts and users are: each record by its name
  /// with its content, the group and the instance named by their names.
  static std::vector<std::string> held_by(const Session& side) {
    std::vector<std::string> texts;
    std::map<std::string, std::string> names;
    for (const ModelGroup& group : side.walk_model_groups()) {
      names[group.id.str()] = group.name;
      texts.push_back("group " + group.name + " " + group.description.value_or("-"));
    }
    for (ModelInstance instance : side.walk_model_instances()) {
      names[instance.id.str()] = instance.name;
      if (instance.model_group_id) {
        instance.model_group_id = ModelGroupId(names[instance.model_group_id->str()]);
      }
      texts.push_back(without_ownership(instance));
    }
    for (ModelDeployment deployment : side.walk_model_deployments()) {
      deployment.model_instance_id = ModelInstanceId(names[deployment.model_instance_id.str()]);
      texts.push_back(without_ownership(deployment));
    }
    std::sort(texts.begin(), texts.end());
    return texts;
  }

  template <class Record>
  static std::string without_ownership(Record record) {
    record.id = Id<Record>("id");
    record.created_at = {};
    if constexpr (std::same_as<Record, ModelInstance>) {
      record.request_schema = record.response_schema = JsonObject();
    }
    record.account_id = record.created_by_user_id = "x";
    return to_json_text(record);
  }

  static ModelGroup group_named(const Session& side, const std::string& name) {
    return side.list_model_groups(ModelGroupQuery{{}, {.name = name}, {}}).items.at(0);
  }
  static ModelInstance model_named(const Session& side, const std::string& name) {
    ModelInstanceQuery query;
    query.name = name;
    return side.list_model_instances(query).items.at(0);
  }
  static ModelDeployment deployment_named(const Session& side, const std::string& name) {
    for (const ModelDeployment& deployment : side.walk_model_deployments()) {
      if (deployment.name == name) return deployment;
    }
    throw std::out_of_range(name);
  }

  /// As before anything was brought to the platform.
  static void forget_pairs(const Session& side, const std::string& remote) {
    RemoteRecords pairs(side, remote);
    for (const auto& [kind, text] : enum_texts<RecordKind>) {
      for (const auto& pair : pairs.list(kind)) pairs.forget(kind, pair.id);
    }
  }

  static std::vector<MirrorProblem> problems_of(const MirrorReport& report) {
    std::vector<MirrorProblem> problems;
    for (const auto& finding : report.findings) problems.push_back(finding.problem);
    return problems;
  }
};

}  // namespace modelreg::test
