#include "modelreg/limits.hpp"
#include "wire_fixture.hpp"

namespace modelreg {
namespace {

using test::json;
using testing::ElementsAre;

class WireModelInstanceTest : public test::WireTest {
 protected:
  static json a_body() {
    return {{"name", "n"}, {"model_type", "CHAT_COMPLETION"}, {"account_id", "acme"}};
  }

  std::vector<std::string> names(const std::string& query) {
    const auto page = answer(200, "GET", "/v4/models?" + query);
    std::vector<std::string> found;
    for (const auto& item : page.at("items")) found.push_back(item.at("name"));
    return found;
  }
};

TEST_F(WireModelInstanceTest, EveryCreatableFieldIsStoredAndAnswered) {
  const auto group = a_group();
  json body = json::parse(to_json_text(test::a_full_instance()));
  body["account_id"] = "acme";
  body["model_group_id"] = group.id.str();
  const auto instance = answer(200, "POST", "/v4/models", body);

  for (const auto& [field, value] : body.items()) EXPECT_EQ(instance.at(field), value) << field;
  EXPECT_EQ(instance,
            json::parse(to_json_text(session.get_model_instance(ModelInstanceId(instance["id"])))));
  EXPECT_EQ(instance.size(), 19U);
}

TEST_F(WireModelInstanceTest, AModelCardOfOneMebibyteIsStoredAndAnsweredHoweverItIsSpelt) {
  for (const char character : {'x', '\x01'}) {  // one byte in JSON, and six
    json body = a_body();
    body["model_card"] = std::string(max_text_bytes, character);
    const auto created = answer(200, "POST", "/v4/models", body);
    const auto found = answer(200, "GET", "/v4/models/" + std::string(created.at("id")));

    EXPECT_TRUE(found == created);
    EXPECT_TRUE(found.at("model_card") == body["model_card"]);
  }
}

TEST_F(WireModelInstanceTest, AFreeFormObjectMayHoldAnythingAtAll) {
  json body{{"name", "n"}, {"model_type", "GENERIC"}, {"account_id", "acme"}};
  body["base_model_metadata"] = json::parse(
      R"({"n_parameters":"many","tokenizer":[null,{"":1.5}],"model_provider":7,"é":true})");
  body["model_creation_parameters"] = {{"temperature", "hot"}};

  const auto created = answer(200, "POST", "/v4/models", body);
  EXPECT_EQ(created.at("base_model_metadata"), body.at("base_model_metadata"));
  EXPECT_EQ(created.at("model_creation_parameters"), body.at("model_creation_parameters"));
}

TEST_F(WireModelInstanceTest, AFieldIsNamedOnceWhateverIsWrongInIt) {
  EXPECT_THAT(
      faults("POST", "/v4/models",
             R"({"name":"n","model_type":"AGENT","account_id":"acme",
                         "base_model_metadata":{"a":"\u0000","\u0000":["\u0000"],"b":1,"b":2},
                         "base_model_id":"\u0000","base_model_id":""})"),
      ElementsAre("body.base_model_id json_invalid", "body.base_model_metadata json_invalid"));
}

TEST_F(WireModelInstanceTest, WhatFollowsFromTheTypeIsNotTakenFromTheBody) {
  auto body = a_body();
  body["supports_multi_turn"] = false;
  body["deployment_count"] = 9;
  body["request_schema"] = json::object();
  const auto instance = answer(200, "POST", "/v4/models", body);

  EXPECT_EQ(instance.at("supports_multi_turn"), true);
  EXPECT_EQ(instance.at("deployment_count"), 0);
  EXPECT_FALSE(instance.at("request_schema").empty());
}

TEST_F(WireModelInstanceTest, EveryFaultOfACreationIsNamedAtOnce) {
  EXPECT_THAT(
      faults("POST", "/v4/models", "{}"),
      ElementsAre("body.name missing", "body.model_type missing", "body.account_id missing"));
  EXPECT_THAT(
      faults("POST", "/v4/models",
             R"({"name":1,"model_type":"ROBOT","model_vendor":"NOBODY","base_model_id":"",
                 "base_model_metadata":[],"model_creation_parameters":"{}","model_card":{},
                 "training_data_card":1.5,"description":false,"model_template_id":7,
                 "model_group_id":{},"account_id":""})"),
      ElementsAre("body.name string_type", "body.model_vendor enum", "body.model_type enum",
                  "body.base_model_id string_too_short", "body.base_model_metadata dict_type",
                  "body.model_creation_parameters dict_type", "body.model_card string_type",
                  "body.training_data_card string_type", "body.description string_type",
                  "body.model_template_id string_type", "body.model_group_id string_type"));
  EXPECT_THAT(faults("POST", "/v4/models",
                     R"({"name":"n","model_type":null,"model_vendor":1,"account_id":"acme"})"),
              ElementsAre("body.model_vendor enum", "body.model_type enum"));
  EXPECT_THAT(faults("POST", "/v4/models", R"({"name":100000000000000000000,"account_id":7})"),
              ElementsAre("body.name string_type", "body.model_type missing",
                          "body.account_id string_type"));
  EXPECT_EQ(session.list_model_instances().total_item_count, 0);
}

TEST_F(WireModelInstanceTest, ANumberInAFreeFormObjectComesBackDigitByDigit) {
  const std::string metadata =
      R"({"a":18446744073709551615,"b":1e400,"c":1234567890123456789012345678901234567890})";
  const auto response = send("POST", "/v4/models",
                             R"({"name":"n","model_type":"AGENT","account_id":"acme",)"
                             R"("base_model_metadata":)" +
                                 metadata + "}");

  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, testing::HasSubstr(R"("base_model_metadata":)" + metadata));
  EXPECT_THAT(send("GET", "/v4/models").body, testing::HasSubstr(metadata));
}

TEST_F(WireModelInstanceTest, EveryVendorAndTypeIsTaken) {
  for (const auto& [type, text] : enum_texts<ModelType>) {
    auto body = a_body();
    body["model_type"] = text;
    EXPECT_EQ(answer(200, "POST", "/v4/models", body).at("model_type"), text);
  }
  for (const auto& [vendor, text] : enum_texts<ModelVendor>) {
    if (vendor == ModelVendor::vertex_ai) continue;  // of another edition
    auto body = a_body();
    body["model_vendor"] = text;
    EXPECT_EQ(answer(200, "POST", "/v4/models", body).at("model_vendor"), text);
  }
}

TEST_F(WireModelInstanceTest, AMissingGroupIsNotFoundAndAnotherAccountForbidden) {
  auto body = a_body();
  body["model_group_id"] = stranger.create_model_group({.name = "theirs"}).id.str();
  const auto theirs = answer(404, "POST", "/v4/models", body);
  body["model_group_id"] = "no-such-group";
  EXPECT_EQ(answer(404, "POST", "/v4/models", body), theirs);
  body["account_id"] = "globex";
  answer(403, "POST", "/v4/models", body);
  EXPECT_EQ(session.list_model_instances().total_item_count, 0);
}

TEST_F(WireModelInstanceTest, AListHasFiltersAndSortKeys) {
  const auto group = a_group();
  session.create_model_instance(
      {.name = "b", .model_type = ModelType::agent, .model_group_id = group.id});
  session.create_model_instance({.name = "a", .model_type = ModelType::agent});
  session.create_model_instance({.name = "c", .model_type = ModelType::generic});

  EXPECT_THAT(names(""), ElementsAre("b", "a", "c"));
  EXPECT_THAT(names("sort_by=name:asc"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(names("sort_by=model_type%3Adesc&sort_by=name:asc"), ElementsAre("c", "a", "b"));
  EXPECT_THAT(names("sort_by=model_type:desc,name:asc"), ElementsAre("c", "a", "b"));
  EXPECT_THAT(names("model_type=AGENT"), ElementsAre("b", "a"));
  EXPECT_THAT(names("model_type=ROBOT&page=2&limit=7"), ElementsAre());
  EXPECT_EQ(
      answer(200, "GET", "/v4/models?model_type=ROBOT&page=2&limit=7"),
      json::parse(R"({"current_page":2,"items":[],"items_per_page":7,"total_item_count":0})"));
  EXPECT_THAT(names("model_group_id=" + group.id.str()), ElementsAre("b"));
  EXPECT_THAT(names("model_group_id=nope"), ElementsAre());
  EXPECT_THAT(names("model_type=AGENT&limit=1&page=2&account_id=acme"), ElementsAre("a"));
}

TEST_F(WireModelInstanceTest, EveryFaultOfAQueryIsNamedAtOnce) {
  EXPECT_THAT(faults("GET", "/v4/models?page=x&limit=0&sort_by=id:asc,nope:asc&view=All"),
              ElementsAre("query.page int_parsing", "query.limit greater_than_equal",
                          "query.sort_by.1 enum", "query.view.0 enum"));
  EXPECT_THAT(faults("GET", "/v4/models?sort_by=id:asc&sort_by=x,name:desc,y&view=ModelGroup,Y"),
              ElementsAre("query.sort_by.1 enum", "query.sort_by.3 enum", "query.view.1 enum"));
  for (const char* sort_key : {"", "name", "name:", ":asc", "name:ASC", "name:asc:desc",
                               "model_card", "request_schema:asc"}) {
    EXPECT_THAT(faults("GET", "/v4/models?sort_by=" + std::string(sort_key)),
                ElementsAre("query.sort_by.0 enum"))
        << sort_key;
  }
  answer(403, "GET", "/v4/models?account_id=globex");
}

TEST_F(WireModelInstanceTest, AViewAddsDeploymentsAndTheGroup) {
  const auto group = a_group();
  const auto instance =
      session.add_model_instance(group.id, session.create_model_instance(test::an_instance()).id);
  const auto deployment = session.create_model_deployment(instance.id, {.name = "d"});
  const std::string target = "/v4/models/" + instance.id.str();
  const auto both = answer(200, "GET", target + "?view=Deployments&view=ModelGroup");

  EXPECT_EQ(both.at("deployments"), json::array({json::parse(to_json_text(deployment))}));
  EXPECT_EQ(both.at("model_group"), json::parse(to_json_text(group)));
  EXPECT_EQ(answer(200, "GET", "/v4/models?view=Deployments&view=ModelGroup").at("items").at(0),
            both);
  EXPECT_FALSE(answer(200, "GET", target).contains("deployments"));
  EXPECT_FALSE(answer(200, "GET", target + "?view=Deployments").contains("model_group"));
  EXPECT_THAT(faults("GET", target + "?view=deployments"), ElementsAre("query.view.0 enum"));
  session.remove_model_instance(group.id, instance.id);
  EXPECT_FALSE(answer(200, "GET", target + "?view=ModelGroup").contains("model_group"));
}

TEST_F(WireModelInstanceTest, APatchKeepsSetsAndClearsEveryCreatableField) {
  const auto group = a_group();
  const auto plain = session.create_model_instance(test::an_instance());
  const std::string target = "/v4/models/" + plain.id.str();
  json body = json::parse(to_json_text(test::a_full_instance()));
  body["model_group_id"] = group.id.str();
  const auto changed = answer(200, "PATCH", target, body);
  for (const auto& [field, value] : body.items()) EXPECT_EQ(changed.at(field), value) << field;

  EXPECT_EQ(answer(200, "PATCH", target, json::object()), changed);
  for (const auto& [field, value] : body.items()) {
    if (field != "name" && field != "model_type") body[field] = nullptr;
  }
  body["name"] = plain.name;
  EXPECT_EQ(answer(200, "PATCH", target, body), json::parse(to_json_text(plain)));
}

TEST_F(WireModelInstanceTest, APatchThatIsRefusedChangesNothing) {
  const auto instance = session.create_model_instance(test::an_instance());
  const std::string target = "/v4/models/" + instance.id.str();

  EXPECT_THAT(faults("PATCH", target,
                     R"({"name":null,"model_type":null,"model_vendor":"X","description":1})"),
              ElementsAre("body.name string_type", "body.model_vendor enum", "body.model_type enum",
                          "body.description string_type"));
  answer(404, "PATCH", target, {{"name", "new"}, {"model_group_id", "no-such-group"}});
  EXPECT_EQ(session.get_model_instance(instance.id), instance);
}

TEST_F(WireModelInstanceTest, ADeletionIsCountedByTheKindInThePath) {
  const auto instance = session.create_model_instance(test::an_instance());
  session.create_model_deployment(instance.id, {.name = "d"});

  EXPECT_EQ(send("DELETE", "/v4/models/" + instance.id.str()).body,
            R"({"count":1,"success":true})");
  EXPECT_EQ(answer(200, "GET", "/v4/model-deployments").at("total_item_count"), 0);
}

}  // namespace
}  // namespace modelreg
