#include <atomic>
#include <chrono>
#include <optional>

#include "parallel.hpp"
#include "session_fixture.hpp"
#include "temporary_folder.hpp"

/// Who subscribes is told of what was committed, and when.
namespace modelreg {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SubscriptionTest : public test::SessionTest {
 protected:
  std::vector<ChangeNotice> notices;
  Subscription subscription =
      registry.subscribe([this](const ChangeNotice& notice) { notices.push_back(notice); });

  RecordChange of(const ModelGroupId& id, RecordEvent event) const {
    return {"acme", RecordKind::model_group, id.str(), event, {}};
  }
  RecordChange of(const ModelInstanceId& id, RecordEvent event,
                  std::optional<ModelGroupId> group = {}) const {
    return {"acme", RecordKind::model_instance, id.str(), event, std::move(group)};
  }
  RecordChange of(const ModelDeploymentId& id, RecordEvent event) const {
    return {"acme", RecordKind::model_deployment, id.str(), event, {}};
  }

  /// The changes since this was last asked; each commit has been told of apart.
  std::vector<RecordChange> told() {
    std::vector<RecordChange> changes;
    for (const auto& notice : notices) {
      EXPECT_FALSE(notice.anything);
      changes.insert(changes.end(), notice.records.begin(), notice.records.end());
    }
    notices.clear();
    return changes;
  }
};

TEST_F(SubscriptionTest, TellsOfEachKindOfChange) {
  using enum RecordEvent;
  const auto group = session.create_model_group({.name = "g"});
  session.update_model_group(group.id, {.name = "h"});
  EXPECT_THAT(told(), ElementsAre(of(group.id, created), of(group.id, updated)));

  const auto other = session.create_model_group({.name = "o"}).id;
  auto instance = test::an_instance();
  instance.model_group_id = group.id;
  const auto model = session.create_model_instance(instance).id;
  EXPECT_THAT(told(), ElementsAre(of(other, created), of(model, created),
                                  of(model, added_to_group, group.id)));

  session.update_model_instance(model, {.name = "n"});
  session.update_model_instance(model, {.model_group_id = other});
  session.update_model_instance(model, {.model_group_id = clear});
  EXPECT_THAT(told(),
              ElementsAre(of(model, updated), of(model, updated), of(model, added_to_group, other),
                          of(model, updated), of(model, removed_from_group, other)));

  session.add_model_instance(group.id, model);
  session.add_model_instance(group.id, model);  // changes nothing
  session.add_model_instances(other, std::vector{model});
  session.remove_model_instance(other, model);
  EXPECT_THAT(told(),
              ElementsAre(of(model, added_to_group, group.id), of(model, added_to_group, other),
                          of(model, removed_from_group, other)));

  const auto deployment = session.create_model_deployment(model, {.name = "d"}).id;
  session.update_model_deployment(deployment, {.name = "e"});
  session.delete_model_deployment(deployment);
  session.delete_model_instance(model);
  session.delete_model_group(group.id);
  EXPECT_THAT(told(),
              ElementsAre(of(deployment, created), of(deployment, updated), of(deployment, deleted),
                          of(model, deleted), of(group.id, deleted)));
}

TEST_F(SubscriptionTest, TellsOfImports) {
  using enum RecordEvent;
  auto group = session.create_model_group({.name = "g"});
  auto model = session.create_model_instance(test::an_instance());
  const auto deployment = session.create_model_deployment(model.id, {.name = "d"});
  told();

  group.name = model.name = "new";
  model.model_group_id = group.id;
  session.import_model_group(group, IfTaken::update);
  session.import_model_instance(model, IfTaken::update);
  session.import_model_deployment(deployment, IfTaken::update);  // is what is there

  EXPECT_THAT(told(), ElementsAre(of(group.id, updated), of(model.id, updated),
                                  of(model.id, added_to_group, group.id)));
}

TEST_F(SubscriptionTest, TellsOfATransactionAtOnceAndOfNothingThatWasTakenBack) {
  const auto kept = session.transaction([&](Session& all) {
    const auto first = all.create_model_group({.name = "first"}).id;
    EXPECT_THROW(all.transaction([](Session& inner) {
      inner.create_model_group({.name = "gone"});
      throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_THAT(notices, IsEmpty());
    return std::vector{first, all.create_model_group({.name = "second"}).id};
  });
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_THAT(told(),
              ElementsAre(of(kept[0], RecordEvent::created), of(kept[1], RecordEvent::created)));

  EXPECT_THROW(session.transaction([](Session& all) {
    all.create_model_group({.name = "gone"});
    throw std::runtime_error("no");
  }),
               std::runtime_error);
  EXPECT_THROW(session.delete_model_group(ModelGroupId("none")), Error);
  (void)session.list_model_groups();
  EXPECT_THAT(notices, IsEmpty());
}

TEST_F(SubscriptionTest, MayCallTheRegistryAndChangeIt) {
  std::vector<std::string> seen;
  std::string wish = "made by who was told";
  const auto another = registry.subscribe([&](const ChangeNotice& notice) {
    for (const auto& change : notice.records) {
      seen.push_back(session.get_model_group(ModelGroupId(change.id)).name);
    }
    if (!wish.empty()) session.create_model_group({.name = std::exchange(wish, "")});
  });
  session.create_model_group({.name = "first"});

  EXPECT_THAT(seen, ElementsAre("first", "made by who was told"));
  EXPECT_EQ(notices.size(), 2U);
}

TEST_F(SubscriptionTest, WhatItThrowsIsDropped) {
  const auto another =
      registry.subscribe([](const ChangeNotice&) { throw std::runtime_error("no"); });
  EXPECT_NO_THROW(session.create_model_group({.name = "g"}));
  EXPECT_EQ(notices.size(), 1U);
}

TEST_F(SubscriptionTest, EndsWithItsObject) {
  std::optional<Subscription> another;
  int calls = 0;
  another = registry.subscribe([&](const ChangeNotice&) {
    ++calls;
    another->end();  // by itself, too
  });
  session.create_model_group({.name = "g"});
  session.create_model_group({.name = "h"});
  EXPECT_EQ(calls, 1);

  subscription.end();
  notices.clear();
  session.create_model_group({.name = "i"});
  EXPECT_THAT(notices, IsEmpty());
}

TEST_F(SubscriptionTest, OfASessionIsOfItsAccount) {
  std::vector<RecordChange> mine;
  const auto own = session.subscribe([&](const ChangeNotice& notice) {
    mine.insert(mine.end(), notice.records.begin(), notice.records.end());
  });
  registry.session({.account_id = "others", .user_id = "eve"}).create_model_group({.name = "n"});
  EXPECT_THAT(mine, IsEmpty());
  const auto group = session.create_model_group({.name = "n"});
  EXPECT_THAT(mine, ElementsAre(of(group.id, RecordEvent::created)));
}

TEST_F(SubscriptionTest, OfNoFunctionIsRefused) {
  EXPECT_EQ(test::error_of([&] { (void)registry.subscribe({}); }), ErrorCode::invalid_argument);
  EXPECT_EQ(test::error_of([&] { (void)session.subscribe({}); }), ErrorCode::invalid_argument);
}

TEST_F(SubscriptionTest, ARewindMayHaveChangedAnything) {
  registry.mark();
  session.create_model_group({.name = "g"});
  notices.clear();
  registry.rewind();
  EXPECT_THAT(notices, ElementsAre(ChangeNotice{.records = {}, .anything = true}));
}

TEST_F(SubscriptionTest, TellsEachCommitOfManyThreadsOnceAndInOrder) {
  constexpr int threads = 4;
  constexpr int groups = 100;
  std::atomic<bool> busy = false;
  std::vector<std::string> names;
  subscription = registry.subscribe([&](const ChangeNotice& notice) {
    EXPECT_FALSE(busy.exchange(true));
    for (const auto& change : notice.records) names.push_back(change.id);
    busy = false;
  });
  std::atomic<int> number = 0;
  test::in_threads(threads, [&] {
    for (int i = 0; i < groups; ++i) {
      const ModelGroupId id(std::to_string(number++));
      session.create_model_group({.name = "n", .id = id});
    }
  });

  std::vector<std::string> stored;
  for (const auto& group : session.walk_model_groups()) stored.push_back(group.id.str());
  EXPECT_EQ(names, stored);
}

class PollTest : public testing::Test {
 protected:
  test::TemporaryFolder folder;
  Registry registry = Registry::open(folder / "registry.db");
  Session session = registry.session({.account_id = "acme", .user_id = "ada"});
  std::vector<ChangeNotice> notices;
  Subscription subscription =
      registry.subscribe([this](const ChangeNotice& notice) { notices.push_back(notice); });
};

TEST_F(PollTest, TellsThatOthersHaveChangedTheFileOnce) {
  auto other = Registry::open(folder / "registry.db");
  auto others_session = other.session({.account_id = "acme", .user_id = "eve"});
  EXPECT_FALSE(registry.poll_changes());

  others_session.create_model_group({.name = "n"});
  EXPECT_THAT(notices, IsEmpty());
  EXPECT_TRUE(registry.poll_changes());
  EXPECT_THAT(notices, ElementsAre(ChangeNotice{.records = {}, .anything = true}));
  EXPECT_FALSE(registry.poll_changes());

  others_session.create_model_group({.name = "m"});
  (void)session.list_model_groups();  // notices it, too
  session.create_model_group({.name = "o"});
  EXPECT_TRUE(registry.poll_changes());
}

TEST_F(PollTest, TellsNothingOfOnesOwnChanges) {
  session.create_model_group({.name = "n"});
  EXPECT_FALSE(registry.poll_changes());
  EXPECT_EQ(notices.size(), 1U);
  auto memory = Registry::in_memory();
  EXPECT_FALSE(memory.poll_changes());
}

TEST_F(PollTest, OfAnIdleFileTakesMicroseconds) {
  constexpr int polls = 1'000;
  (void)registry.poll_changes();
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < polls; ++i) EXPECT_FALSE(registry.poll_changes());
  const auto each = (std::chrono::steady_clock::now() - start) / polls;
  RecordProperty("nanoseconds", static_cast<int>(each.count()));
  EXPECT_LT(each, std::chrono::milliseconds(1));  // on any machine, with any sanitizer
}

}  // namespace
}  // namespace modelreg
