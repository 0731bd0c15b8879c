#include <cstdint>
#include <limits>

#include "wire_fixture.hpp"

namespace modelreg {
namespace {

using test::json;
using testing::ElementsAre;

class WireModelGroupTest : public test::WireTest {};

TEST_F(WireModelGroupTest, ACreatedGroupIsAnsweredWithTheFieldsOfTheContract) {
  const auto group = answer(200, "POST", "/v4/model-groups",
                            {{"name", "n"}, {"description", "d"}, {"account_id", "acme"}});

  EXPECT_EQ(
      group.dump(),
      json::parse(to_json_text(session.get_model_group(ModelGroupId(group.at("id"))))).dump());
  EXPECT_EQ(group.at("created_by_user_id"), "ada");
  EXPECT_EQ(group.size(), 6U);
}

TEST_F(WireModelGroupTest, AnOptionalFieldMayBeNull) {
  const auto group = answer(200, "POST", "/v4/model-groups",
                            {{"name", "n"}, {"description", nullptr}, {"account_id", "acme"}});

  EXPECT_FALSE(group.contains("description"));
}

TEST_F(WireModelGroupTest, AnIdInTheBodyIsAnUnknownField) {
  const auto group = answer(200, "POST", "/v4/model-groups",
                            {{"name", "n"}, {"id", "chosen"}, {"account_id", "acme"}});

  EXPECT_NE(group.at("id"), "chosen");
}

TEST_F(WireModelGroupTest, EveryFaultOfACreationIsNamedAtOnce) {
  EXPECT_THAT(faults("POST", "/v4/model-groups", "{}"),
              ElementsAre("body.name missing", "body.account_id missing"));
  EXPECT_THAT(faults("POST", "/v4/model-groups", R"({"name":null,"account_id":null})"),
              ElementsAre("body.name string_type", "body.account_id string_type"));
  EXPECT_THAT(
      faults("POST", "/v4/model-groups", R"({"name":"","description":7,"account_id":"acme"})"),
      ElementsAre("body.name string_too_short", "body.description string_type"));
  EXPECT_THAT(faults("POST", "/v4/model-groups",
                     R"({"name":")" + std::string(1025, 'x') + R"(","account_id":"acme"})"),
              ElementsAre("body.name string_too_long"));
  EXPECT_THAT(faults("POST", "/v4/model-groups",
                     R"({"name":"a","name":"b","description":"\u0000","account_id":"acme"})"),
              ElementsAre("body.name json_invalid", "body.description json_invalid"));
  EXPECT_EQ(session.list_model_groups().total_item_count, 0);
}

TEST_F(WireModelGroupTest, AnotherAccountInTheBodyOrTheQueryIsForbidden) {
  answer(403, "POST", "/v4/model-groups", {{"name", "n"}, {"account_id", "globex"}});
  answer(403, "GET", "/v4/model-groups?account_id=globex");
  answer(403, "GET", "/v4/model-groups?account_id=acme&account_id=globex");
  answer(200, "GET", "/v4/model-groups?account_id=acme");
  EXPECT_EQ(session.list_model_groups().total_item_count, 0);
}

TEST_F(WireModelGroupTest, AListIsAPage) {
  const auto first = a_group("first");
  const auto second = a_group("second");

  const auto page = answer(200, "GET", "/v4/model-groups?limit=1&page=2");
  EXPECT_EQ(page, json::parse(to_json_text(Page<ModelGroup>{{second}, 2, 1, 2})));
  EXPECT_EQ(answer(200, "GET", "/v4/model-groups").at("items_per_page"), 100);
  EXPECT_EQ(answer(200, "GET", "/v4/model-groups?page=1&page=3&limit=%31").at("current_page"), 3);
  EXPECT_EQ(answer(200, "GET", "/v4/model-groups?unknown=1&=2&&limit=10000").at("items").size(),
            2U);
}

TEST_F(WireModelGroupTest, AnIntegerIsReadAsTheFrameworkReadsIt) {
  a_group();
  for (const char* page : {"3", "%203%09", "%2B3", "003", "0_3", "3.0", "3.000"}) {
    EXPECT_EQ(answer(200, "GET", "/v4/model-groups?page=" + std::string(page)).at("current_page"),
              3)
        << page;
  }
}

TEST_F(WireModelGroupTest, APageBeyondTheLastIsEmptyWhateverItsNumber) {
  a_group();
  for (const std::int64_t page :
       {std::int64_t{2}, std::int64_t{99'999'999'999}, std::numeric_limits<std::int64_t>::max()}) {
    const auto beyond = answer(200, "GET", "/v4/model-groups?page=" + std::to_string(page));
    EXPECT_EQ(beyond.at("current_page"), page);
    EXPECT_EQ(beyond.at("total_item_count"), 1);
    EXPECT_TRUE(beyond.at("items").empty());
  }
}

TEST_F(WireModelGroupTest, EveryFaultOfAQueryIsNamedAtOnce) {
  EXPECT_THAT(faults("GET", "/v4/model-groups?page=0&limit=10001"),
              ElementsAre("query.page greater_than_equal", "query.limit less_than_equal"));
  EXPECT_THAT(faults("GET", "/v4/model-groups?page=one&limit=-1"),
              ElementsAre("query.page int_parsing", "query.limit greater_than_equal"));
  EXPECT_THAT(faults("GET", "/v4/model-groups?limit=many&page=0"),
              ElementsAre("query.page greater_than_equal", "query.limit int_parsing"));
  for (const char* page : {"", "%20", "1e1", "0x1", "1%00", "1.5", "1.", ".0", "%2B-1", "_1", "1_",
                           "1__0", "-_1", "1%202"}) {
    EXPECT_THAT(faults("GET", "/v4/model-groups?page=" + std::string(page)),
                ElementsAre("query.page int_parsing"))
        << page;
  }
  EXPECT_THAT(
      faults("GET", "/v4/model-groups?page=99999999999999999999&limit=-99999999999999999999"),
      ElementsAre("query.page less_than_equal", "query.limit greater_than_equal"));
  EXPECT_THAT(faults("GET", "/v4/model-groups?page=-99999999999999999999&limit=99999999999"),
              ElementsAre("query.page greater_than_equal", "query.limit less_than_equal"));
  EXPECT_THAT(faults("GET", "/v4/model-groups?account_id=%FF"),
              ElementsAre("query.account_id string_type"));
}

TEST_F(WireModelGroupTest, APatchKeepsSetsAndClears) {
  const auto group = session.create_model_group({.name = "before", .description = "d"});
  const std::string target = "/v4/model-groups/" + group.id.str();

  EXPECT_EQ(answer(200, "PATCH", target, json::object()), json::parse(to_json_text(group)));
  EXPECT_EQ(answer(200, "PATCH", target, {{"name", "after"}}).at("name"), "after");
  EXPECT_FALSE(answer(200, "PATCH", target, {{"description", nullptr}}).contains("description"));
  EXPECT_THAT(faults("PATCH", target, R"({"name":null,"description":[]})"),
              ElementsAre("body.name string_type", "body.description string_type"));
  EXPECT_EQ(session.get_model_group(group.id).name, "after");
}

TEST_F(WireModelGroupTest, ADeletionIsCounted) {
  const std::string target = "/v4/model-groups/" + a_group().id.str();

  EXPECT_EQ(send("DELETE", target).body, R"({"count":1,"success":true})");
  answer(404, "DELETE", target);
}

TEST_F(WireModelGroupTest, AddingAnswersTheWholeInstanceInItsGroup) {
  const auto group = a_group();
  const auto instance = session.create_model_instance(test::a_full_instance());
  const auto response =
      send("POST", "/v4/model-groups/" + group.id.str() + "/models/" + instance.id.str(),
           "a body is ignored");

  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, to_json_text(session.get_model_instance(instance.id)));
  EXPECT_EQ(json::parse(response.body).at("model_group_id"), group.id.str());
}

TEST_F(WireModelGroupTest, AddingAgainAnswersTheSameAndAddingElsewhereMoves) {
  const auto first = a_group("first");
  const auto second = a_group("second");
  const auto instance = session.create_model_instance(test::an_instance());
  const std::string models = "/models/" + instance.id.str();
  const std::string into_first = "/v4/model-groups/" + first.id.str() + models;

  EXPECT_EQ(send("POST", into_first), send("POST", into_first));
  EXPECT_EQ(
      answer(200, "POST", "/v4/model-groups/" + second.id.str() + models).at("model_group_id"),
      second.id.str());
}

TEST_F(WireModelGroupTest, AGroupAdmitsModelsOfSeveralBases) {
  const std::string group = a_group("g").id.str();
  for (const char* base : {"llama-2-7b", "mistral-7b"}) {
    const json model{{"name", base},
                     {"model_type", "COMPLETION"},
                     {"account_id", "acme"},
                     {"base_model_id", base}};
    const auto created = answer(200, "POST", "/v4/models", model);
    answer(200, "POST",
           "/v4/model-groups/" + group + "/models/" + created.at("id").get<std::string>());
  }

  EXPECT_EQ(answer(200, "GET", "/v4/models?model_group_id=" + group).at("total_item_count"), 2);
}

}  // namespace
}  // namespace modelreg
