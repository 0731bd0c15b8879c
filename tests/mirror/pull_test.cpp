#include "mirror/mirror_fixture.hpp"

/// Bringing an account here.
namespace modelreg {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Fault = testing::Fault;

class PullTest : public test::MirrorTest {};

TEST_F(PullTest, BringsEveryRecordWithItsIdAndDates) {
  fill(there);
  const auto report = mirror.pull();

  EXPECT_EQ(report.model_groups, (MirrorCounts{.created = 2}));
  EXPECT_EQ(report.model_instances, (MirrorCounts{.created = 3}));
  EXPECT_EQ(report.model_deployments, (MirrorCounts{.created = 2}));
  EXPECT_TRUE(report.changed());
  EXPECT_EQ(held_by(here), held_by(there));
  for (ModelInstance model : there.walk_model_instances()) {
    model.account_id = "local";
    EXPECT_EQ(here.get_model_instance(model.id), model);
  }
  for (ModelDeployment deployment : there.walk_model_deployments()) {
    deployment.account_id = "local";
    EXPECT_EQ(here.get_model_deployment(deployment.id), deployment);
  }
  EXPECT_TRUE(local.registry().check().sound());
}

TEST_F(PullTest, ASecondOneChangesNothingAndSaysSo) {
  fill(there);
  (void)mirror.pull();
  const auto before = local.seed_text();

  const auto report = mirror.pull();

  EXPECT_FALSE(report.changed());
  EXPECT_EQ(report.model_instances, (MirrorCounts{.unchanged = 3}));
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(local.seed_text(), before);
}

TEST_F(PullTest, WhatHasChangedThereIsUpdated) {
  fill(there);
  (void)mirror.pull();
  const auto empty = group_named(there, "empty");
  there.update_model_group(empty.id, {.name = "full", .description = "No more"});
  there.update_model_instance(model_named(there, "first").id,
                              {.description = clear, .model_group_id = empty.id});
  there.update_model_instance(model_named(there, "second").id, {.model_group_id = clear});
  there.update_model_deployment(deployment_named(there, "live").id,
                                {.vendor_configuration = JsonObject(R"({"region":"us"})")});
  there.create_model_instance({.name = "fourth", .model_type = ModelType::agent});

  const auto report = mirror.pull();

  EXPECT_EQ(report.model_groups, (MirrorCounts{.updated = 1, .unchanged = 1}));
  EXPECT_EQ(report.model_instances, (MirrorCounts{.created = 1, .updated = 2, .unchanged = 1}));
  EXPECT_EQ(report.model_deployments, (MirrorCounts{.updated = 1, .unchanged = 1}));
  EXPECT_EQ(held_by(here), held_by(there));
}

TEST_F(PullTest, WhatIsGoneThereIsLeftUnlessItIsPruned) {
  fill(there);
  (void)mirror.pull();
  here.create_model_instance(a_model("mine"));
  there.delete_model_group(group_named(there, "empty").id);
  there.delete_model_instance(model_named(there, "first").id);

  EXPECT_FALSE(mirror.pull().changed());
  const auto report = mirror.pull({.prune = true});

  EXPECT_EQ(report.model_groups, (MirrorCounts{.unchanged = 1, .deleted = 1}));
  EXPECT_EQ(report.model_instances, (MirrorCounts{.unchanged = 2, .deleted = 1}));
  EXPECT_EQ(report.model_deployments.deleted, 2);
  EXPECT_EQ(here.count_model_instances(), 3);  // what was never there stays
}

TEST_F(PullTest, WhatWasChangedHereIsNotPrunedUnlessForced) {
  fill(there);
  (void)mirror.pull();
  const auto second = model_named(here, "second");
  const auto third = model_named(here, "third");
  here.update_model_instance(second.id, {.description = "Mine"});
  here.create_model_deployment(third.id, {.name = "mine"});
  there.delete_model_instance(second.id);
  there.delete_model_instance(third.id);

  const auto report = mirror.pull({.prune = true});

  EXPECT_THAT(problems_of(report),
              ElementsAre(MirrorProblem::gone_there, MirrorProblem::gone_there));
  EXPECT_EQ(report.model_instances.deleted, 0);
  EXPECT_EQ(mirror.pull({.prune = true, .force = true}).model_instances.deleted, 2);
}

TEST_F(PullTest, WhatWasChangedHereAloneIsLeft) {
  fill(there);
  (void)mirror.pull();
  const auto model = model_named(here, "second");
  here.update_model_instance(model.id, {.description = "Mine"});

  const auto report = mirror.pull();

  EXPECT_FALSE(report.changed());
  EXPECT_THAT(problems_of(report), ElementsAre(MirrorProblem::changed_here));
  EXPECT_EQ(report.findings.at(0).id, model.id.str());
  EXPECT_EQ(report.model_instances.left, 1);
  EXPECT_EQ(here.get_model_instance(model.id).description, "Mine");
}

TEST_F(PullTest, WhatHasChangedOnBothSidesIsAConflictUntilForced) {
  fill(there);
  (void)mirror.pull();
  const auto id = model_named(here, "second").id;
  here.update_model_instance(id, {.description = "Mine"});
  there.update_model_instance(id, {.description = "Theirs"});

  EXPECT_THAT(problems_of(mirror.pull()), ElementsAre(MirrorProblem::conflict));
  EXPECT_EQ(here.get_model_instance(id).description, "Mine");
  EXPECT_THAT(problems_of(mirror.pull({.force = true})), IsEmpty());
  EXPECT_EQ(here.get_model_instance(id).description, "Theirs");
}

TEST_F(PullTest, BothSidesThatBecameTheSameAreNoConflict) {
  fill(there);
  (void)mirror.pull();
  const auto id = model_named(here, "second").id;
  here.update_model_instance(id, {.description = "Ours"});
  there.update_model_instance(id, {.description = "Ours"});

  const auto report = mirror.pull();
  EXPECT_FALSE(report.changed());
  EXPECT_THAT(report.findings, IsEmpty());
}

TEST_F(PullTest, AnotherRecordHereWithTheIdIsAConflict) {
  here.create_model_instance(
      {.name = "Mine", .model_type = ModelType::agent, .id = ModelInstanceId("m")});
  there.create_model_instance(
      {.name = "Theirs", .model_type = ModelType::agent, .id = ModelInstanceId("m")});

  EXPECT_THAT(problems_of(mirror.pull()), ElementsAre(MirrorProblem::conflict));
  EXPECT_EQ(here.get_model_instance(ModelInstanceId("m")).name, "Mine");
}

TEST_F(PullTest, ATriedOneReportsTheSameAndChangesNothing) {
  fill(there);
  const auto before = local.seed_text();
  const auto tried = mirror.pull({.prune = true, .dry_run = true});
  EXPECT_EQ(local.seed_text(), before);
  EXPECT_EQ(mirror.pull({.prune = true}), tried);
}

TEST_F(PullTest, IsAllOrNothing) {
  fill(there);
  for (int request = 1; request <= 3; ++request) {
    for (const auto& fault : {Fault::lost_answer(), Fault::bad_gateway(), Fault::unauthenticated(),
                              Fault::rate_limited(), Fault::timeout()}) {
      platform.fail(fault, {.first = request});
      EXPECT_THROW((void)mirror.pull(), Error);
      platform.heal();
      EXPECT_THAT(held_by(here), IsEmpty());
    }
  }
  (void)mirror.pull();
  EXPECT_EQ(held_by(here), held_by(there));
}

TEST_F(PullTest, MakesLittleMoreThanARequestAPage) {
  constexpr int models = 10'000;
  there.transaction([&](Session& all) {
    for (int i = 0; i < models; ++i) {
      all.create_model_instance({.name = "m", .model_type = ModelType::generic});
    }
  });
  platform.forget_journal();
  std::int64_t told = 0;
  const auto report = mirror.pull({.progress = [&](std::int64_t records, std::int64_t all) {
    EXPECT_LE(records, all);
    told = records;
  }});

  EXPECT_EQ(report.model_instances.created, models);
  EXPECT_EQ(told, models);
  EXPECT_LE(platform.journal().entries().size(), 52U);  // 1.3 for each of 40 pages
}

TEST_F(PullTest, APageThatIsTooLargeIsFetchedInParts) {
  for (int i = 0; i < 100; ++i) there.create_model_instance(a_model("m"));
  Mirror narrow(here,
                Client(std::make_shared<test::NarrowTransport>(platform.transport(), 16),
                       platform.client_options()),
                "https://api.example.com");

  EXPECT_EQ(narrow.pull().model_instances.created, 100);
  EXPECT_EQ(held_by(here), held_by(there));
}

TEST_F(PullTest, AfterAPushBothSidesAreTheSame) {
  fill(here);
  (void)mirror.push();
  there.update_model_instance(model_named(there, "first").id, {.description = "Theirs"});

  const auto report = mirror.pull();

  EXPECT_EQ(report.model_instances, (MirrorCounts{.updated = 1, .unchanged = 2}));
  EXPECT_EQ(here.count_model_instances(), 3);
  EXPECT_EQ(held_by(here), held_by(there));
  EXPECT_FALSE(mirror.push().changed());
}

}  // namespace
}  // namespace modelreg
