#include <algorithm>
#include <functional>
#include <set>

#include "client_fixture.hpp"
#include "registry/sorting.hpp"
#include "storage/model_instance_listing.hpp"
#include "storage/record_sql.hpp"

/// Filters, counts, pages without a total, and walks in any order.
namespace modelreg {
namespace {

using test::an_instance;
using test::error_of;
using test::IsViolation;
using test::violations_of;
using testing::ElementsAre;
using testing::IsEmpty;

template <class Records>
std::vector<std::string> names_of(const Records& records) {
  std::vector<std::string> names;
  for (const auto& record : records) names.push_back(record.name);
  return names;
}

template <class Record>
std::vector<Record> all_of(Walk<Record> walk) {
  std::vector<Record> records;
  for (const auto& record : walk) records.push_back(record);
  return records;
}

Timestamp second(int number) {
  return *parse_timestamp("2024-01-01T00:00:00Z") + std::chrono::seconds(number);
}

ModelInstanceFilter containing(std::string text) {
  ModelInstanceFilter filter;
  filter.name_contains = std::move(text);
  return filter;
}

ModelGroupFilter groups_containing(std::string text) {
  ModelGroupFilter filter;
  filter.name_contains = std::move(text);
  return filter;
}

class FindingTest : public test::SessionTest {
 protected:
  ModelInstance create(std::string name) {
    return session.create_model_instance(an_instance(name));
  }

  std::vector<std::string> found(std::string text) const {
    return names_of(all_of(session.walk_model_instances(containing(std::move(text)))));
  }
};

/// Forty models that differ in every field that can be filtered by, and which of them match.
class FilterTest : public FindingTest {
 protected:
  const ModelGroup group = a_group();
  std::vector<ModelInstance> stored;

  FilterTest() {
    constexpr std::array names{"GPT-4o", "gpt-4O mini", "Command R", "Embed"};
    constexpr std::array types{ModelType::chat_completion, ModelType::embedding};
    for (int i = 0; i < 40; ++i) {
      const auto at = static_cast<std::size_t>(i);
      auto record = test::a_complete_record(session.identity());
      record.id = ModelInstanceId("model-" + std::to_string(i));
      record.name = names[at % names.size()];
      record.model_type = types[at / 2 % 2];
      record.model_vendor = i % 3 == 0 ? std::nullopt : std::optional(ModelVendor::openai);
      record.base_model_id = i % 5 == 0 ? std::nullopt : std::optional(std::string("base"));
      record.created_at = second(i * 7 % 40);
      if (i % 2 == 0) record.model_group_id = group.id;
      stored.push_back(session.import_model_instance(record));
    }
    stranger.create_model_instance(an_instance("GPT-4o"));
  }

  /// Each bit of `which` sets one filter.
  ModelInstanceFilter filter_of(unsigned which) const {
    ModelInstanceFilter filter;
    if ((which & 1U) != 0) filter.model_group_id = group.id;
    if ((which & 2U) != 0) filter.model_type = ModelType::chat_completion;
    if ((which & 4U) != 0) filter.name = "GPT-4o";
    if ((which & 8U) != 0) filter.name_contains = "pT-4o";
    if ((which & 16U) != 0) filter.model_vendor = ModelVendor::openai;
    if ((which & 32U) != 0) filter.base_model_id = "base";
    if ((which & 64U) != 0) filter.created_after = second(5);
    if ((which & 128U) != 0) filter.created_before = second(33);
    return filter;
  }

  static bool matches(const ModelInstanceFilter& filter, const ModelInstance& record) {
    return (!filter.model_group_id || record.model_group_id == filter.model_group_id) &&
           (!filter.model_type || record.model_type == filter.model_type) &&
           (!filter.name || record.name == filter.name) &&
           (!filter.name_contains || record.name.starts_with("GPT-4o") ||
            record.name.starts_with("gpt-4O")) &&
           (!filter.model_vendor || record.model_vendor == filter.model_vendor) &&
           (!filter.base_model_id || record.base_model_id == filter.base_model_id) &&
           (!filter.created_after || record.created_at > filter.created_after) &&
           (!filter.created_before || record.created_at < filter.created_before);
  }

  std::vector<ModelInstance> expected(const ModelInstanceFilter& filter) const {
    std::vector<ModelInstance> records;
    std::copy_if(stored.begin(), stored.end(), std::back_inserter(records),
                 [&](const ModelInstance& record) { return matches(filter, record); });
    return records;
  }
};

constexpr unsigned all_filters = 256;

TEST_F(FilterTest, EveryFilterThatIsSetMustHold) {
  for (unsigned which = 0; which < all_filters; ++which) {
    const auto filter = filter_of(which);
    const auto records = expected(filter);
    const auto page = session.list_model_instances(ModelInstanceQuery{{.limit = 3}, filter});

    EXPECT_EQ(page.total_item_count, std::ssize(records)) << which;
    EXPECT_EQ(session.count_model_instances(filter), std::ssize(records)) << which;
    EXPECT_EQ(all_of(session.walk_model_instances(filter, 3)), records) << which;
  }
}

TEST_F(FilterTest, AnOrderIsThatOfWhatTheFiltersLetThrough) {
  for (unsigned which = 0; which < all_filters; ++which) {
    auto records = expected(filter_of(which));
    std::stable_sort(records.begin(), records.end(), [](const auto& left, const auto& right) {
      return left.created_at > right.created_at;
    });
    const std::vector<SortKey> newest_first{{"created_at", SortOrder::desc}};
    const ModelInstanceQuery query{{}, filter_of(which), newest_first};

    EXPECT_EQ(session.list_model_instances(query).items, records) << which;
    EXPECT_EQ(all_of(session.walk_model_instances(filter_of(which), newest_first, 3)), records)
        << which;
  }
}

TEST_F(FilterTest, TheTotalIsThatOfWhatTheFiltersLetThroughOnEveryPageAndBeyondTheLast) {
  ModelInstanceQuery query;
  query.name = "Command R";
  query.limit = 4;
  for (const auto& [number, items] : {std::pair{1, 4}, {2, 4}, {3, 2}, {4, 0}, {400, 0}}) {
    query.page = number;
    const auto page = session.list_model_instances(query);

    EXPECT_EQ(page.total_item_count, 10) << number;
    EXPECT_EQ(std::ssize(page.items), items) << number;
  }
}

TEST_F(FilterTest, AViewedListIsFilteredToo) {
  ModelInstanceQuery query;
  query.name = "Command R";
  query.with_total = false;
  const auto page = session.list_model_instances(query, {ModelInstanceView::model_group});

  EXPECT_EQ(page.items.size(), 10U);
  EXPECT_EQ(page.items.at(0).model_group->id, group.id);
  EXPECT_EQ(page.total_item_count, Page<ModelInstance>::not_counted);
}

TEST_F(FindingTest, ANameIsTheWholeNameInItsOwnCase) {
  create("GPT-4o");
  create("gpt-4o");
  create("GPT-4o mini");
  ModelInstanceFilter filter;
  filter.name = "GPT-4o";

  EXPECT_EQ(session.count_model_instances(filter), 1);
  filter.name = "";
  EXPECT_EQ(session.count_model_instances(filter), 0);
}

TEST_F(FindingTest, NothingInATextThatANameContainsIsAWildcard) {
  for (const char* name : {"a%b", "a_b", "a\\b", "a*b", "a?b", "a[x]b", "a'b", "a\"b", "axb"}) {
    create(name);
  }

  for (const char* name : {"A%B", "A_B", "A\\B", "A*B", "A?B", "A[X]B", "A'B", "A\"B"}) {
    EXPECT_EQ(found(name).size(), 1U) << name;
  }
  EXPECT_EQ(found("").size(), 9U);
  EXPECT_THAT(found("a%"), ElementsAre("a%b"));
}

TEST_F(FindingTest, OnlyTheLettersOfAsciiAreFolded) {
  create("Résumé 漢字");

  EXPECT_EQ(found("SUM").size(), 1U);
  EXPECT_EQ(found("é 漢").size(), 1U);
  EXPECT_THAT(found("É"), IsEmpty());
  EXPECT_THAT(found("résume"), IsEmpty());
}

TEST_F(FindingTest, ATextMayBeAsLongAsAName) {
  const std::string longest(1024, 'x');
  create(longest);

  EXPECT_THAT(found(std::string(1024, 'X')), ElementsAre(longest));
  EXPECT_THAT(violations_of([&] { (void)found(longest + "x"); }),
              ElementsAre(IsViolation("name_contains", "string_too_long")));
}

TEST_F(FindingTest, AFilterThatNoFieldCanSatisfyIsRefusedWithEveryOther) {
  ModelInstanceQuery query;
  query.page = 0;
  query.name = "\xFF";
  query.name_contains = std::string("a\0b", 3);
  query.model_vendor = ModelVendor{};
  query.base_model_id = "";
  query.sort_by = {{"size"}};

  EXPECT_THAT(
      violations_of([&] { (void)session.list_model_instances(query); }),
      ElementsAre(
          IsViolation("page", "greater_than_equal"), IsViolation("name", "string_type"),
          IsViolation("name_contains", "string_type"), IsViolation("model_vendor", "missing"),
          IsViolation("base_model_id", "string_too_short"), IsViolation("sort_by", "enum")));
  EXPECT_EQ(error_of([&] { (void)session.count_model_instances(query); }),
            ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] { (void)session.walk_model_instances(query); }),
            ErrorCode::invalid_argument);
}

TEST_F(FindingTest, GroupsAreFoundByNameAndSorted) {
  for (const char* name : {"summarisers", "Rerankers", "Summaries", "chat", "chat"}) a_group(name);
  stranger.create_model_group({.name = "chat"});
  ModelGroupQuery query;
  query.name_contains = "SUMMAR";
  query.sort_by = {{"name"}};

  EXPECT_THAT(names_of(session.list_model_groups(query).items),
              ElementsAre("Summaries", "summarisers"));
  EXPECT_EQ(session.list_model_groups(query).total_item_count, 2);
  EXPECT_EQ(session.count_model_groups(query), 2);
  EXPECT_EQ(session.count_model_groups(), 5);
  EXPECT_THAT(names_of(all_of(session.walk_model_groups(query, {{"name"}}, 1))),
              ElementsAre("Summaries", "summarisers"));
  EXPECT_THAT(names_of(all_of(session.walk_model_groups(groups_containing("CHAT"), {}, 1))),
              ElementsAre("chat", "chat"));
  EXPECT_THAT(names_of(all_of(session.walk_model_groups({}, {{"name", SortOrder::desc}}))),
              ElementsAre("summarisers", "chat", "chat", "Summaries", "Rerankers"));
}

TEST_F(FindingTest, APageOfGroupsIsThatOfTheOrderThatWasAskedFor) {
  for (const char* name : {"b", "d", "a", "c"}) a_group(name);
  ModelGroupQuery query;
  query.sort_by = {{"name", SortOrder::desc}};
  query.limit = 3;
  EXPECT_THAT(names_of(session.list_model_groups(query).items), ElementsAre("d", "c", "b"));
  query.page = 2;

  EXPECT_THAT(names_of(session.list_model_groups(query).items), ElementsAre("a"));
  query.sort_by = {{"model_type"}};
  query.name = "\xFF";
  EXPECT_THAT(violations_of([&] { (void)session.list_model_groups(query); }),
              ElementsAre(IsViolation("name", "string_type"), IsViolation("sort_by", "enum")));
}

TEST_F(FindingTest, GroupsAreSortedByAnyOfTheirFields) {
  a_group("first");
  a_group("second");
  for (const auto field : registry::sortable_fields<ModelGroup>()) {
    ModelGroupQuery query;
    query.sort_by = {{std::string(field)}};
    EXPECT_EQ(session.list_model_groups(query).items.size(), 2U) << field;
  }
}

TEST_F(FindingTest, DeploymentsAreCounted) {
  const auto instance = create("n");
  for (const char* name : {"b", "a", "c"}) {
    session.create_model_deployment(instance.id, {.name = name});
  }
  session.create_model_deployment(create("other").id, {.name = "d"});
  const ModelDeploymentFilter filter{.model_instance_id = instance.id};

  EXPECT_EQ(session.count_model_deployments(filter), 3);
  EXPECT_EQ(session.count_model_deployments(), 4);
  EXPECT_EQ(session.count_model_deployments({.model_instance_id = missing_instance}), 0);
  EXPECT_THAT(names_of(all_of(session.walk_model_deployments(filter, {{"name"}}, 2))),
              ElementsAre("a", "b", "c"));
  EXPECT_EQ(stranger.count_model_deployments(filter), 0);
}

TEST_F(FindingTest, APageWithoutItsTotalHasTheSameItems) {
  for (int i = 0; i < 3; ++i) a_group();
  create("n");
  auto counted = session.list_model_groups({.page = 2, .limit = 2});
  counted.total_item_count = Page<ModelGroup>::not_counted;

  EXPECT_EQ(session.list_model_groups({.page = 2, .limit = 2, .with_total = false}), counted);
  ModelInstanceQuery instances;
  instances.with_total = false;
  EXPECT_EQ(session.list_model_instances(instances).total_item_count, -1);
  EXPECT_EQ(session.list_model_instances(instances).items.size(), 1U);
  EXPECT_EQ(error_of([&] { (void)from_json_text<Page<ModelGroup>>(to_json_text(counted)); }),
            ErrorCode::invalid_argument);
}

TEST_F(FindingTest, WhatIsThereIsToldOfWithoutIt) {
  const auto group = a_group();
  const auto instance = create("n");
  const auto deployment = session.create_model_deployment(instance.id, {.name = "d"});

  EXPECT_TRUE(session.has_model_group(group.id));
  EXPECT_TRUE(session.has_model_instance(instance.id));
  EXPECT_TRUE(session.has_model_deployment(deployment.id));
  EXPECT_FALSE(session.has_model_group(missing_group));
  EXPECT_FALSE(stranger.has_model_group(group.id));
  EXPECT_FALSE(stranger.has_model_instance(instance.id));
  EXPECT_FALSE(stranger.has_model_deployment(deployment.id));
}

TEST_F(FindingTest, AnAccountThatNobodyUsedHasNothing) {
  const auto nobody = registry.session({.account_id = "new", .user_id = "eve"});
  ModelGroupQuery query;
  query.with_total = false;

  EXPECT_EQ(nobody.count_model_instances(), 0);
  EXPECT_EQ(nobody.count_model_groups(groups_containing("")), 0);
  EXPECT_FALSE(nobody.has_model_group(missing_group));
  EXPECT_THAT(all_of(nobody.walk_model_instances({}, {{"name"}})), IsEmpty());
  EXPECT_EQ(nobody.list_model_groups(query).total_item_count, -1);
}

class SortedWalkTest : public FindingTest {
 protected:
  /// The names that a walk by name, one at a time, meets if `change` happens after the first.
  std::vector<std::string> met(const ModelInstanceFilter& filter,
                               const std::function<void()>& change) {
    std::vector<std::string> names;
    for (const auto& instance : session.walk_model_instances(filter, {{"name"}}, 1)) {
      names.push_back(instance.name);
      if (names.size() == 1) change();
    }
    return names;
  }

  ModelInstance c = create("c");
  ModelInstance a = create("a");
  ModelInstance b = create("b");
};

TEST_F(SortedWalkTest, WhatDidNotChangeIsMetOnceWhateverOthersDo) {
  EXPECT_THAT(met({}, [&] { session.delete_model_instance(a.id); }), ElementsAre("a", "b", "c"));
}

TEST_F(SortedWalkTest, WhatWasDeletedIsNotMet) {
  EXPECT_THAT(met({}, [&] { session.delete_model_instance(b.id); }), ElementsAre("a", "c"));
}

TEST_F(SortedWalkTest, WhatChangesIsMetAtItsOldPlaceAsItThenIs) {
  EXPECT_THAT(met({}, [&] { session.update_model_instance(c.id, {.name = "Aa"}); }),
              ElementsAre("a", "b", "Aa"));
  EXPECT_THAT(met({}, [&] { create("aa"); }), ElementsAre("Aa", "a", "b"));
}

TEST_F(SortedWalkTest, WhatNoLongerMatchesIsNotMet) {
  ModelInstanceFilter filter;
  filter.model_type = ModelType::chat_completion;

  EXPECT_THAT(
      met(filter,
          [&] { session.update_model_instance(b.id, {.model_type = ModelType::embedding}); }),
      ElementsAre("a", "c"));
}

TEST_F(SortedWalkTest, WhatLeavesTheGroupIsNotMet) {
  const auto group = a_group();
  for (const auto& instance : {a, b, c}) session.add_model_instance(group.id, instance.id);
  ModelInstanceFilter filter;
  filter.model_group_id = group.id;

  EXPECT_THAT(met(filter, [&] { session.remove_model_instance(group.id, b.id); }),
              ElementsAre("a", "c"));
}

TEST_F(SortedWalkTest, AStrangersRecordAtThePlaceOfADeletedOneIsNotMet) {
  EXPECT_THAT(met({},
                  [&] {
                    session.delete_model_instance(b.id);  // the last row: its key is free again
                    stranger.create_model_instance(an_instance("theirs"));
                  }),
              ElementsAre("a", "c"));
}

TEST_F(SortedWalkTest, AWalkOfManyPagesEndsAfterTheLastThatIsLeft) {
  std::vector<std::string> names;
  for (const auto& instance : session.walk_model_instances({}, {{"name"}}, 1)) {
    names.push_back(instance.name);
    if (names.size() > 1) continue;
    session.delete_model_instance(b.id);
    session.delete_model_instance(c.id);
  }

  EXPECT_THAT(names, ElementsAre("a"));
}

TEST_F(SortedWalkTest, WhatCanBeNoneIsRefusedBeforeItBegins) {
  EXPECT_EQ(error_of([&] { (void)session.walk_model_instances({}, {{"size"}}); }),
            ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] { (void)session.walk_model_instances({}, {{"name"}}, 0); }),
            ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] { (void)session.walk_model_groups(groups_containing("\xFF")); }),
            ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] { (void)session.walk_model_deployments({}, {{"size"}}); }),
            ErrorCode::invalid_argument);
}

TEST(SortedWalkObservedTest, EachCallIsToldOfOnceWithWhatIsAsked) {
  std::vector<std::string> seen;
  auto registry = Registry::in_memory(
      {.around_call = [&](const SessionCall& call, const std::function<void()>& work) {
        const auto* const filter = std::get_if<const ModelGroupFilter*>(&call.argument);
        const auto* const query = std::get_if<const ModelGroupQuery*>(&call.argument);
        if (filter != nullptr) {
          EXPECT_EQ((*filter)->name, "chat");
        }
        if (query != nullptr) {
          EXPECT_EQ((*query)->name, "chat");
        }
        seen.emplace_back(to_string(call.operation));
        work();
      }});
  const auto session = registry.session({.account_id = "acme", .user_id = "ada"});
  ModelGroupQuery query;
  query.name = "chat";

  (void)session.list_model_groups(query);
  (void)session.count_model_groups(query);
  (void)session.has_model_group(ModelGroupId("chat"));
  (void)all_of(session.walk_model_groups(query, {{"name"}}));
  EXPECT_THAT(seen, ElementsAre("list_model_groups", "count_model_groups", "get_model_group",
                                "list_model_groups"));
}

TEST(PlainListTest, WithoutFiltersItsSqlIsWhatItWas) {
  EXPECT_EQ(storage::model_instance_page_sql({}),
            "SELECT i.key AS key FROM model_instance i WHERE i.account = ?1 AND i.key > ?6"
            " ORDER BY i.key LIMIT ?4 OFFSET ?5");
  EXPECT_EQ(storage::model_instance_count_sql({}),
            "SELECT count(*) FROM model_instance i WHERE i.account = ?1 LIMIT ?4 OFFSET ?5");
}

TEST(PlainListTest, AGroupIsListedFromItsIndexAlone) {
  ModelInstanceQuery query;
  query.model_group_id = ModelGroupId("chat");

  EXPECT_EQ(storage::model_instance_page_sql(query).find("model_instance i"), std::string::npos);
}

class ClientFindingTest : public test::ClientTest {};

TEST_F(ClientFindingTest, AFilterThatTheApiHasNotIsRefusedByItsNameAndNothingIsSent) {
  ModelInstanceQuery query;
  query.name = "n";
  query.name_contains = "n";
  query.model_vendor = ModelVendor::openai;
  query.base_model_id = "base";
  query.created_after = second(0);
  query.created_before = second(1);
  const auto are_named = ElementsAre(IsViolation("name", "extra_forbidden"),
                                     IsViolation("name_contains", "extra_forbidden"),
                                     IsViolation("model_vendor", "extra_forbidden"),
                                     IsViolation("base_model_id", "extra_forbidden"),
                                     IsViolation("created_after", "extra_forbidden"),
                                     IsViolation("created_before", "extra_forbidden"));

  EXPECT_THAT(violations_of([&] { (void)client.list_model_instances(query); }), are_named);
  EXPECT_THAT(violations_of([&] { (void)client.list_model_instances(query, {}); }), are_named);
  EXPECT_THAT(violations_of([&] { (void)client.walk_model_instances(query); }), are_named);
  EXPECT_THAT(transport->sent, IsEmpty());
}

TEST_F(ClientFindingTest, GroupsAreListedByPageAlone) {
  const auto group = a_group();
  ModelGroupQuery query;
  EXPECT_THAT(client.list_model_groups(query).items, ElementsAre(group));
  transport->sent.clear();
  query.name = "n";
  query.name_contains = "n";
  query.sort_by = {{"name"}};

  EXPECT_THAT(violations_of([&] { (void)client.list_model_groups(query); }),
              ElementsAre(IsViolation("name", "extra_forbidden"),
                          IsViolation("name_contains", "extra_forbidden"),
                          IsViolation("sort_by", "extra_forbidden")));
  EXPECT_THAT(transport->sent, IsEmpty());
}

TEST_F(ClientFindingTest, APageWithoutItsTotalIsThatOfASession) {
  a_group();
  ModelDeploymentQuery nowhere;
  nowhere.with_total = false;
  nowhere.model_instance_id = missing_instance;

  EXPECT_EQ(client.list_model_groups({.with_total = false}),
            session.list_model_groups({.with_total = false}));
  EXPECT_EQ(client.list_model_deployments(nowhere), session.list_model_deployments(nowhere));
}

TEST_F(ClientFindingTest, OnTheWireAFilterThatTheContractHasNotIsNone) {
  session.create_model_instance(an_instance());
  a_group();
  const auto body_of = [&](const std::string& target) {
    return handle(registry,
                  {.method = "GET", .target = target, .headers = {{"x-api-key", key.secret}}})
        .body;
  };

  EXPECT_EQ(body_of("/v4/models?name=x&name_contains=x&model_vendor=COHERE&base_model_id=x"
                    "&created_after=2100-01-01T00:00:00Z&with_total=false"),
            body_of("/v4/models"));
  EXPECT_EQ(body_of("/v4/model-groups?name=x&name_contains=x&sort_by=nothing&with_total=false"),
            body_of("/v4/model-groups"));
}

}  // namespace
}  // namespace modelreg
