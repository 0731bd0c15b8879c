#include "wire_fixture.hpp"

/// Both editions of the contract on one registry: what the current one has, the documented one does
/// not know, and nothing is lost.
namespace modelreg {
namespace {

using test::json;

class WireEditionTest : public test::WireTest {
 protected:
  Response send_to(Edition edition, const std::string& method, const std::string& target,
                   const json& body = nullptr, UnknownFields unknown = UnknownFields::ignore) {
    return test::recorded(registry,
                          {.method = method,
                           .target = target,
                           .headers = {{"x-api-key", key.secret}},
                           .body = body.is_null() ? "" : body.dump()},
                          {.unknown_fields = unknown, .edition = edition});
  }
  json document_of(const Response& response) {
    EXPECT_EQ(response.status, 200) << response.body;
    return json::parse(response.body, nullptr, false);
  }
  json current(const std::string& method, const std::string& target, const json& body = nullptr) {
    return document_of(send_to(Edition::current, method, target, body));
  }
  json documented(const std::string& method, const std::string& target,
                  const json& body = nullptr) {
    return document_of(send_to(Edition::documented, method, target, body));
  }

  const json gemini{{"name", "gemini"},
                    {"model_type", "CHAT_COMPLETION"},
                    {"account_id", "acme"},
                    {"model_vendor", "VERTEX_AI"},
                    {"display_name", "Gemini 2.5"}};
};

TEST_F(WireEditionTest, DocumentedIsTheDefault) {
  EXPECT_EQ(HandleOptions{}.edition, Edition::documented);
}

TEST_F(WireEditionTest, TheCurrentVendorAndFieldAreStoredAnsweredChangedAndCleared) {
  const json created = current("POST", "/v4/models", gemini);
  EXPECT_EQ(created.at("model_vendor"), "VERTEX_AI");
  EXPECT_EQ(created.at("display_name"), "Gemini 2.5");

  const std::string path = "/v4/models/" + std::string(created.at("id"));
  EXPECT_EQ(current("GET", path), created);
  EXPECT_EQ(current("PATCH", path, {{"display_name", "G"}}).at("display_name"), "G");
  EXPECT_FALSE(current("PATCH", path, {{"display_name", nullptr}}).contains("display_name"));
  EXPECT_EQ(send_to(Edition::current, "PATCH", path, {{"display_name", 5}}).status, 422);
}

TEST_F(WireEditionTest, TheDocumentedEditionRefusesTheVendorAndNamesThoseThatItHas) {
  const auto response = send_to(Edition::documented, "POST", "/v4/models", gemini);

  EXPECT_EQ(response.status, 422);
  const json fault = json::parse(response.body).at("detail").at(0);
  EXPECT_EQ(fault.at("loc"), json({"body", "model_vendor"}));
  EXPECT_EQ(fault.at("type"), "enum");
  EXPECT_THAT(fault.at("msg"), testing::HasSubstr("OTHER"));
  EXPECT_THAT(fault.at("msg"), testing::Not(testing::HasSubstr("VERTEX_AI")));
}

TEST_F(WireEditionTest, TheDocumentedEditionDoesNotKnowTheField) {
  json body = gemini;
  body["model_vendor"] = "GOOGLE";
  const json created = documented("POST", "/v4/models", body);
  const std::string path = "/v4/models/" + std::string(created.at("id"));
  EXPECT_FALSE(current("GET", path).contains("display_name"));

  const auto strict =
      send_to(Edition::documented, "POST", "/v4/models", body, UnknownFields::reject);
  EXPECT_EQ(strict.status, 422);
  EXPECT_THAT(strict.body, testing::HasSubstr(R"(["body","display_name"])"));
  EXPECT_EQ(send_to(Edition::current, "POST", "/v4/models", body, UnknownFields::reject).status,
            200);
}

TEST_F(WireEditionTest, TheDocumentedEditionAnswersWhatItKnowsOfARecordAndLosesNothing) {
  const json created = current("POST", "/v4/models", gemini);
  const std::string id = created.at("id");
  json known = created;
  known["model_vendor"] = "OTHER";
  known.erase("display_name");

  EXPECT_EQ(documented("GET", "/v4/models/" + id), known);
  EXPECT_EQ(documented("GET", "/v4/models").at("items").at(0), known);
  EXPECT_EQ(documented("GET", "/v4/models?view=ModelGroup").at("items").at(0), known);
  known["description"] = "d";
  EXPECT_EQ(documented("PATCH", "/v4/models/" + id, {{"description", "d"}}), known);
  const std::string group =
      documented("POST", "/v4/model-groups", {{"name", "n"}, {"account_id", "acme"}}).at("id");
  known["model_group_id"] = group;
  EXPECT_EQ(documented("POST", "/v4/model-groups/" + group + "/models/" + id), known);

  EXPECT_EQ(current("GET", "/v4/models/" + id).at("model_vendor"), "VERTEX_AI");
  EXPECT_EQ(current("GET", "/v4/models/" + id).at("display_name"), "Gemini 2.5");
}

/// The names of the models in that order.
class WireEditionSortTest : public WireEditionTest,
                            public testing::WithParamInterface<std::string> {};

TEST_P(WireEditionSortTest, OnlyTheCurrentEditionSortsModelsByIt) {
  const std::string target = "/v4/models?sort_by=" + GetParam() + ":asc";

  EXPECT_EQ(send_to(Edition::documented, "GET", target).status, 422);
  EXPECT_EQ(send_to(Edition::current, "GET", target).status, 200);
}

INSTANTIATE_TEST_SUITE_P(Names, WireEditionSortTest,
                         testing::Values("display_name", "base_model_metadata",
                                         "model_creation_parameters", "model_group",
                                         "request_schema", "response_schema", "deployments",
                                         "created_by_user"),
                         [](const auto& name) { return name.param; });

class WireEditionDeploymentSortTest : public WireEditionTest,
                                      public testing::WithParamInterface<std::string> {};

TEST_P(WireEditionDeploymentSortTest, OnlyTheCurrentEditionSortsDeploymentsByIt) {
  const std::string target = "/v4/model-deployments?sort_by=" + GetParam() + ":desc";

  EXPECT_EQ(send_to(Edition::documented, "GET", target).status, 422);
  EXPECT_EQ(send_to(Edition::current, "GET", target).status, 200);
}

INSTANTIATE_TEST_SUITE_P(Names, WireEditionDeploymentSortTest,
                         testing::Values("model_creation_parameters", "vendor_configuration",
                                         "deployment_metadata", "created_by_user"),
                         [](const auto& name) { return name.param; });

TEST_F(WireEditionTest, ModelsAreSortedByWhatTheNameMeans) {
  const auto create = [&](const std::string& name, const std::string& limit) {
    return session
        .create_model_instance({.name = name,
                                .model_type = ModelType::generic,
                                .base_model_metadata = JsonObject("{\"a\":" + limit + "}"),
                                .display_name = limit})
        .id;
  };
  const auto first = create("first", "2");
  create("second", "1");
  session.create_model_deployment(first, {.name = "d"});
  const auto group = session.create_model_group({.name = "g"});
  session.add_model_instance(group.id, first);
  const auto names = [&](const std::string& sort_by) {
    std::string found;
    const json page = current("GET", "/v4/models?sort_by=" + sort_by);
    for (const auto& item : page.at("items")) {
      found += std::string(item.at("name")) + " ";
    }
    return found;
  };

  EXPECT_EQ(names("display_name:asc"), "second first ");
  EXPECT_EQ(names("base_model_metadata:asc"), "second first ");
  EXPECT_EQ(names("deployments:asc"), "second first ");
  EXPECT_EQ(names("deployments:desc"), "first second ");
  EXPECT_EQ(names("model_group:desc"), "first second ");
}

}  // namespace
}  // namespace modelreg
