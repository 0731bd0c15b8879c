#include <algorithm>
#include <set>

#include "registry/sorting.hpp"
#include "session_fixture.hpp"
#include "storage/record_sql.hpp"

/// The order of lists, and walks.
namespace modelreg {
namespace {

using test::an_instance;
using test::error_of;
using test::IsViolation;
using test::violations_of;
using testing::ElementsAre;

class ListingTest : public test::SessionTest {
 protected:
  std::vector<std::string> names_by(std::vector<SortKey> sort_by) const {
    ModelInstanceQuery query;
    query.sort_by = std::move(sort_by);
    std::vector<std::string> names;
    for (const auto& instance : session.list_model_instances(query).items) {
      names.push_back(instance.name);
    }
    return names;
  }

  ModelInstance create(const std::string& name, std::optional<ModelVendor> vendor = {}) {
    auto instance = an_instance(name);
    instance.model_vendor = vendor;
    return session.create_model_instance(instance);
  }
};

template <class Terms>
std::vector<std::string_view> fields_of(const Terms& terms) {
  std::vector<std::string_view> fields;
  for (const auto& term : terms) fields.push_back(term.field);
  return fields;
}

TEST_F(ListingTest, EveryFieldHasItsSql) {
  EXPECT_EQ(fields_of(storage::sort_terms<ModelInstance>()),
            registry::sortable_fields<ModelInstance>());
  EXPECT_EQ(fields_of(storage::sort_terms<ModelDeployment>()),
            registry::sortable_fields<ModelDeployment>());
}

TEST(SortTermTest, AFieldThatHasNoTermIsRefused) {
  const auto terms = storage::sort_terms<ModelInstance>();

  EXPECT_EQ(error_of([&] { (void)storage::order_by(terms, {{"model_group"}}, "key"); }),
            ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([] { (void)storage::order_by({}, {{"name"}}, "key"); }),
            ErrorCode::invalid_argument);
  EXPECT_EQ(storage::order_by(terms, {{"name"}, {"id"}, {"name"}}, "key"),
            " ORDER BY i.name ASC NULLS LAST, i.id ASC NULLS LAST, key");
}

TEST_F(ListingTest, EveryFieldSortsBothWays) {
  auto full = test::a_full_instance();
  full.model_group_id = a_group().id;
  session.create_model_deployment(session.create_model_instance(full).id, {.name = "d"});
  create("plain");
  for (const auto field : registry::sortable_fields<ModelInstance>()) {
    const std::string name(field);
    EXPECT_EQ(names_by({{name}}).size(), 2U) << field;
    EXPECT_EQ(names_by({{name, SortOrder::desc}}).size(), 2U) << field;
  }
  for (const auto field : registry::sortable_fields<ModelDeployment>()) {
    ModelDeploymentQuery query;
    query.sort_by = {{std::string(field), SortOrder::desc}};
    EXPECT_EQ(session.list_model_deployments(query).items.size(), 1U) << field;
  }
}

TEST_F(ListingTest, TheFirstKeyDecidesFirstAndTiesAreInOrderOfCreation) {
  create("b", ModelVendor::openai);
  create("a", ModelVendor::openai);
  create("c", ModelVendor::cohere);
  create("B", ModelVendor::cohere);

  EXPECT_THAT(names_by({}), ElementsAre("b", "a", "c", "B"));
  EXPECT_THAT(names_by({{"name"}}), ElementsAre("B", "a", "b", "c"));
  EXPECT_THAT(names_by({{"name", SortOrder::desc}}), ElementsAre("c", "b", "a", "B"));
  EXPECT_THAT(names_by({{"model_vendor"}}), ElementsAre("c", "B", "b", "a"));
  EXPECT_THAT(names_by({{"model_vendor"}, {"name"}}), ElementsAre("B", "c", "a", "b"));
  EXPECT_THAT(names_by({{"model_vendor", SortOrder::desc}, {"name", SortOrder::desc}}),
              ElementsAre("b", "a", "c", "B"));
  EXPECT_THAT(names_by({{"name"}, {"name", SortOrder::desc}}), ElementsAre("B", "a", "b", "c"));
}

TEST_F(ListingTest, WhatHasNoValueComesLastInEitherOrder) {
  create("none");
  create("some", ModelVendor::openai);

  EXPECT_THAT(names_by({{"model_vendor"}}), ElementsAre("some", "none"));
  EXPECT_THAT(names_by({{"model_vendor", SortOrder::desc}}), ElementsAre("some", "none"));
}

TEST_F(ListingTest, CountsAndGroupsSortByTheirValue) {
  const auto two = create("two");
  const auto one = create("one");
  create("zero");
  session.create_model_deployment(two.id, {.name = "d"});
  session.create_model_deployment(two.id, {.name = "d"});
  session.create_model_deployment(one.id, {.name = "d"});
  session.add_model_instance(session.create_model_group({.name = "n", .id = ModelGroupId("b")}).id,
                             two.id);
  session.add_model_instance(session.create_model_group({.name = "n", .id = ModelGroupId("a")}).id,
                             one.id);

  EXPECT_THAT(names_by({{"deployment_count"}}), ElementsAre("zero", "one", "two"));
  EXPECT_THAT(names_by({{"model_group_id"}}), ElementsAre("one", "two", "zero"));
}

TEST_F(ListingTest, PagesOfASortedListAndOfAGroupFitTogether) {
  const auto group = a_group();
  for (int i = 0; i < 7; ++i) {
    session.add_model_instance(group.id, create("model " + std::to_string(i % 3)).id);
  }
  create("elsewhere");
  ModelInstanceQuery query;
  query.model_group_id = group.id;
  query.sort_by = {{"name", SortOrder::desc}};
  const auto whole = session.list_model_instances(query).items;
  query.limit = 2;
  std::vector<ModelInstance> joined;
  for (query.page = 1; query.page <= 4; ++query.page) {
    const auto page = session.list_model_instances(query);
    EXPECT_EQ(page.total_item_count, 7);
    joined.insert(joined.end(), page.items.begin(), page.items.end());
  }

  EXPECT_EQ(whole.size(), 7U);
  EXPECT_EQ(joined, whole);
}

TEST_F(ListingTest, AKeyThatIsNoFieldToSortByIsRefused) {
  for (const char* field : {"", "nope", "model_group", "deployments", "name; --", "1"}) {
    EXPECT_THAT(violations_of([&] { (void)names_by({{field}}); }),
                ElementsAre(IsViolation("sort_by", "enum")))
        << field;
  }
  EXPECT_THAT(violations_of([&] {
                (void)names_by({{"name", static_cast<SortOrder>(7)}});
              }),
              ElementsAre(IsViolation("sort_by", "enum")));
}

TEST_F(ListingTest, ManyDifferentOrdersDoNotPileUp) {
  create("a");
  const auto& fields = registry::sortable_fields<ModelInstance>();
  for (const auto first : fields) {
    for (const auto second : fields) {
      EXPECT_EQ(names_by({{std::string(first)}, {std::string(second)}}).size(), 1U);
    }
  }
}

TEST_F(ListingTest, AWalkMeetsEveryRecordOnceInOrderOfCreation) {
  std::vector<ModelInstance> created;
  for (int i = 0; i < 7; ++i) created.push_back(create("n"));
  for (const int page_size : {1, 3, 7, 100}) {
    std::vector<ModelInstance> met;
    for (const auto& instance : session.walk_model_instances({}, page_size))
      met.push_back(instance);
    EXPECT_EQ(met, created) << page_size;
  }
}

TEST_F(ListingTest, AWalkHasTheFiltersThatAreSet) {
  const auto group = a_group();
  const auto chat = session.add_model_instance(group.id, create("chat").id);
  create("elsewhere");
  const auto agent = session.create_model_instance(
      {.name = "agent", .model_type = ModelType::agent, .model_group_id = group.id});
  const auto walk = [&](const ModelInstanceFilter& filter) {
    std::vector<ModelInstance> met;
    for (const auto& instance : session.walk_model_instances(filter, 1)) met.push_back(instance);
    return met;
  };

  EXPECT_THAT(walk({.model_group_id = group.id}), ElementsAre(chat, agent));
  EXPECT_THAT(walk({.model_type = ModelType::agent}), ElementsAre(agent));
  EXPECT_THAT(walk({.model_group_id = group.id, .model_type = ModelType::agent}),
              ElementsAre(agent));
  EXPECT_THAT(walk({.model_group_id = missing_group}), testing::IsEmpty());
}

TEST_F(ListingTest, AWalkSurvivesWhatChangesBetweenItsPages) {
  std::vector<ModelInstance> instances;
  for (int i = 0; i < 10; ++i) instances.push_back(create("n"));
  std::multiset<std::string> met;
  int page = 0;
  for (const auto& instance : session.walk_model_instances({}, 2)) {
    met.insert(instance.id.str());
    if (++page == 2) {  // one that was met goes, one that is ahead goes, one is new
      session.delete_model_instance(instances[0].id);
      session.delete_model_instance(instances[4].id);
      create("new");
    }
  }
  for (const std::size_t unchanged : {1, 2, 3, 5, 6, 7, 8, 9}) {
    EXPECT_EQ(met.count(instances[unchanged].id.str()), 1U) << unchanged;
  }
}

TEST_F(ListingTest, AWalkOverGroupsAndDeploymentsSeesItsAccountAlone) {
  const auto group = a_group();
  const auto deployment = session.create_model_deployment(create("n").id, {.name = "d"});
  stranger.create_model_group({.name = "theirs"});
  stranger.create_model_deployment(stranger.create_model_instance(an_instance()).id, {.name = "d"});
  std::vector<ModelGroup> groups;
  for (const auto& met : session.walk_model_groups(1)) groups.push_back(met);
  std::vector<ModelDeployment> deployments;
  for (const auto& met : session.walk_model_deployments({}, 1)) deployments.push_back(met);

  EXPECT_THAT(groups, ElementsAre(group));
  EXPECT_THAT(deployments, ElementsAre(deployment));
}

TEST_F(ListingTest, AWalkWithAPageSizeOutOfRangeIsRefused) {
  EXPECT_EQ(error_of([&] { (void)session.walk_model_groups(0); }), ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] { (void)session.walk_model_instances({}, 10'001); }),
            ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace modelreg
