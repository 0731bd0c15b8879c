#include <functional>

#include "session_fixture.hpp"

/// Another account's record is answered like one that does not exist, by every call that takes an
/// id. The same is held for every route in wire_routes_test.cpp.
namespace modelreg {
namespace {

using test::an_instance;

/// The ids that a call is made with.
struct Ids {
  ModelGroupId group;
  ModelInstanceId instance;
  ModelDeploymentId deployment;
};

struct NamedCall {
  const char* name;
  std::function<void(Session&, const Ids&)> make;
};

const std::vector<NamedCall> calls{
    {"get group", [](Session& s, const Ids& ids) { (void)s.get_model_group(ids.group); }},
    {"update group", [](Session& s, const Ids& ids) { s.update_model_group(ids.group, {}); }},
    {"delete group", [](Session& s, const Ids& ids) { s.delete_model_group(ids.group); }},
    {"get instance", [](Session& s, const Ids& ids) { (void)s.get_model_instance(ids.instance); }},
    {"get instance with views",
     [](Session& s, const Ids& ids) {
       (void)s.get_model_instance(ids.instance, {ModelInstanceView::deployments});
     }},
    {"update instance",
     [](Session& s, const Ids& ids) { s.update_model_instance(ids.instance, {}); }},
    {"delete instance", [](Session& s, const Ids& ids) { s.delete_model_instance(ids.instance); }},
    {"create instance in group",
     [](Session& s, const Ids& ids) {
       auto instance = an_instance();
       instance.model_group_id = ids.group;
       s.create_model_instance(instance);
     }},
    {"import instance in group",
     [](Session& s, const Ids& ids) {
       auto record = test::a_complete_record(s.identity());
       record.model_group_id = ids.group;
       s.import_model_instance(record);
     }},
    {"move instance to group",
     [](Session& s, const Ids& ids) {
       const auto own = s.list_model_instances().items.at(0).id;
       s.update_model_instance(own, {.model_group_id = ids.group});
     }},
    {"add to group",
     [](Session& s, const Ids& ids) {
       s.add_model_instance(ids.group, s.list_model_instances().items.at(0).id);
     }},
    {"add instance",
     [](Session& s, const Ids& ids) {
       s.add_model_instance(s.list_model_groups().items.at(0).id, ids.instance);
     }},
    {"add instances",
     [](Session& s, const Ids& ids) {
       s.add_model_instances(s.list_model_groups().items.at(0).id, std::vector{ids.instance});
     }},
    {"add nothing to group",
     [](Session& s, const Ids& ids) { s.add_model_instances(ids.group, {}); }},
    {"remove from group",
     [](Session& s, const Ids& ids) {
       s.remove_model_instance(ids.group, s.list_model_instances().items.at(0).id);
     }},
    {"remove instance",
     [](Session& s, const Ids& ids) {
       s.remove_model_instance(s.list_model_groups().items.at(0).id, ids.instance);
     }},
    {"create deployment",
     [](Session& s, const Ids& ids) { s.create_model_deployment(ids.instance, {.name = "d"}); }},
    {"import deployment",
     [](Session& s, const Ids& ids) {
       s.import_model_deployment({.name = "d",
                                  .model_instance_id = ids.instance,
                                  .id = ModelDeploymentId("imported"),
                                  .account_id = s.identity().account_id,
                                  .created_by_user_id = "u",
                                  .status = "READY"});
     }},
    {"get deployment",
     [](Session& s, const Ids& ids) { (void)s.get_model_deployment(ids.deployment); }},
    {"update deployment",
     [](Session& s, const Ids& ids) { s.update_model_deployment(ids.deployment, {}); }},
    {"delete deployment",
     [](Session& s, const Ids& ids) { s.delete_model_deployment(ids.deployment); }},
};

class IsolationTest : public test::SessionTest {
 protected:
  static Ids records_of(Session& owner) {
    const auto group = owner.create_model_group({.name = "group"});
    const auto instance = owner.create_model_instance(an_instance());
    owner.add_model_instance(group.id, instance.id);
    return {group.id, instance.id, owner.create_model_deployment(instance.id, {.name = "d"}).id};
  }

  /// Everything that an account has.
  static std::string content_of(const Session& owner) {
    return to_json_text(owner.list_model_groups()) + to_json_text(owner.list_model_instances()) +
           to_json_text(owner.list_model_deployments());
  }

  /// How a call is refused: its code, its words and its violations.
  std::string refusal(const NamedCall& call, const Ids& ids) {
    try {
      call.make(session, ids);
      return "was not refused";
    } catch (const Error& error) {
      std::string text = std::to_string(error.http_status()) + error.what();
      for (const auto& violation : error.violations()) text += violation.field + violation.type;
      return text;
    }
  }
};

TEST_F(IsolationTest, ARefusalDoesNotTellWhetherTheRecordExistsElsewhere) {
  records_of(session);
  const Ids theirs = records_of(stranger);
  const Ids missing{missing_group, missing_instance, ModelDeploymentId("no-such-deployment")};
  const auto mine_before = content_of(session);
  const auto theirs_before = content_of(stranger);
  for (const auto& call : calls) {
    const auto expected = refusal(call, missing);
    EXPECT_THAT(expected, testing::StartsWith("404")) << call.name;
    EXPECT_EQ(refusal(call, theirs), expected) << call.name;
  }
  EXPECT_EQ(content_of(session), mine_before);
  EXPECT_EQ(content_of(stranger), theirs_before);
}

TEST_F(IsolationTest, AFilterByAnotherAccountsIdFindsNothing) {
  const Ids theirs = records_of(stranger);
  records_of(session);
  ModelInstanceQuery instances;
  instances.model_group_id = theirs.group;
  ModelDeploymentQuery deployments;
  deployments.model_instance_id = theirs.instance;

  EXPECT_EQ(session.list_model_instances(instances), (Page<ModelInstance>{}));
  EXPECT_EQ(session.list_model_deployments(deployments), (Page<ModelDeployment>{}));
  EXPECT_EQ(session.find_model_group(theirs.group), std::nullopt);
  EXPECT_EQ(session.find_model_instance(theirs.instance), std::nullopt);
  EXPECT_EQ(session.find_model_deployment(theirs.deployment), std::nullopt);
  for (const auto& met : session.walk_model_instances(instances)) ADD_FAILURE() << met.name;
  for (const auto& met : session.walk_model_deployments(deployments)) ADD_FAILURE() << met.name;
}

/// Ids are unique in an account alone: chosen and imported ones may be those of another's records.
TEST_F(IsolationTest, WhatIsDoneToARecordIsNotDoneToAnothersWithTheSameId) {
  const ModelGroupId group("shared");
  const ModelInstanceId instance("shared");
  const ModelDeploymentId deployment("shared");
  for (auto* const owner : {&stranger, &session}) {
    owner->create_model_group({.name = "n", .id = group});
    owner->create_model_instance(
        {.name = "n", .model_type = ModelType::generic, .model_group_id = group, .id = instance});
    owner->create_model_deployment(instance, {.name = "n", .id = deployment});
  }
  const auto theirs = content_of(stranger);

  session.update_model_group(group, {.name = "mine"});
  session.update_model_instance(instance, {.name = "mine"});
  session.update_model_deployment(deployment, {.name = "mine"});
  EXPECT_EQ(content_of(stranger), theirs);
  session.remove_model_instance(group, instance);
  session.add_model_instance(group, instance);
  EXPECT_EQ(content_of(stranger), theirs);
  session.delete_model_deployment(deployment);
  session.delete_model_instance(instance);
  session.delete_model_group(group);
  EXPECT_EQ(content_of(stranger), theirs);
}

}  // namespace
}  // namespace modelreg
