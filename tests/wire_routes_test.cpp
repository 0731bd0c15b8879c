#include <map>

#include "modelreg/limits.hpp"
#include "wire_fixture.hpp"

/// What holds for every route of the contract.
namespace modelreg {
namespace {

using test::json;
using testing::HasSubstr;

/// One route with a request that succeeds. In a target, {g}, {i} and {d} stand for the ids of a
/// group, an instance and a deployment of the caller.
struct RouteCase {
  std::string method;
  std::string target;
  std::string body;

  friend void PrintTo(const RouteCase& route, std::ostream* out) {
    *out << route.method << ' ' << route.target;
  }
};

const std::vector<RouteCase> routes{
    {"POST", "/v4/model-groups", R"({"name":"n","account_id":"acme"})"},
    {"GET", "/v4/model-groups", ""},
    {"GET", "/v4/model-groups/{g}", ""},
    {"PATCH", "/v4/model-groups/{g}", R"({"name":"n"})"},
    {"DELETE", "/v4/model-groups/{g}", ""},
    {"POST", "/v4/model-groups/{g}/models/{i}", ""},
    {"POST", "/v4/models", R"({"name":"n","model_type":"AGENT","account_id":"acme"})"},
    {"GET", "/v4/models", ""},
    {"GET", "/v4/models/{i}", ""},
    {"PATCH", "/v4/models/{i}", R"({"name":"n"})"},
    {"DELETE", "/v4/models/{i}", ""},
    {"POST", "/v4/models/{i}/deployments", R"({"name":"n"})"},
    {"GET", "/v4/models/{i}/deployments", ""},
    {"GET", "/v4/models/{i}/deployments/{d}", ""},
    {"PATCH", "/v4/models/{i}/deployments/{d}", R"({"name":"n"})"},
    {"DELETE", "/v4/models/{i}/deployments/{d}", ""},
    {"GET", "/v4/model-deployments", ""},
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from)) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// The ids of one account's records.
struct Ids {
  std::string group;
  std::string instance;
  std::string deployment;

  std::string in(const std::string& target) const {
    return replaced(replaced(replaced(target, "{g}", group), "{i}", instance), "{d}", deployment);
  }
};

class WireRoutesTest : public test::WireTest, public testing::WithParamInterface<RouteCase> {
 protected:
  static Ids records_of(Session& owner) {
    const auto group = owner.create_model_group({.name = "group"});
    const auto instance = owner.create_model_instance(test::an_instance());
    const auto deployment = owner.create_model_deployment(instance.id, {.name = "d"});
    return {group.id.str(), instance.id.str(), deployment.id.str()};
  }

  /// The case's request, with these headers alone.
  Response request_with(const std::vector<Header>& headers) {
    return test::recorded(registry, {GetParam().method, target, headers, GetParam().body});
  }

  /// The answer to a body that is too large to be kept.
  Response answer_unrecorded(const std::string& body) {
    return handle(registry, {GetParam().method, target, {{"x-api-key", key.secret}}, body});
  }

  const Ids mine = records_of(session);
  const Ids theirs = records_of(stranger);
  const std::string target = mine.in(GetParam().target);
};

INSTANTIATE_TEST_SUITE_P(Every, WireRoutesTest, testing::ValuesIn(routes),
                         [](const auto& route) { return "Route" + std::to_string(route.index); });

TEST_P(WireRoutesTest, AGoodRequestIsAnsweredWith200AndJson) {
  const auto response = send(GetParam().method, target, GetParam().body);

  EXPECT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(response.headers, (std::vector<Header>{{"content-type", "application/json"}}));
  EXPECT_TRUE(json::accept(response.body));
}

TEST_P(WireRoutesTest, WithoutAGoodKeyTheAnswerIs401InTheSameWords) {
  const auto revoked = registry.create_api_key(session.identity());
  registry.revoke_api_key(revoked.id);
  const auto missing = request_with({});

  EXPECT_EQ(missing.status, 401);
  EXPECT_THAT(missing.body, HasSubstr(R"({"detail":")"));
  EXPECT_EQ(missing.headers, (std::vector<Header>{{"content-type", "application/json"}}));
  EXPECT_EQ(request_with({{"x-api-key", ""}}), missing);
  EXPECT_EQ(request_with({{"x-api-key", "nonsense"}}), missing);
  EXPECT_EQ(request_with({{"x-api-key", revoked.secret}}), missing);
}

TEST_P(WireRoutesTest, WhoAsksIsToldBeforeWhatIsWrongWithTheRequest) {
  const auto status_for = [&](std::vector<Header> headers) {
    headers.push_back({"content-type", "text/plain"});
    const Request wrong{GetParam().method, target + "?page=x&view=x", std::move(headers), "{"};
    return test::recorded(registry, wrong).status;
  };

  EXPECT_EQ(status_for({}), 401);
  EXPECT_EQ(status_for({{"x-api-key", key.secret}, {"x-selected-account-id", "globex"}}), 403);
}

TEST_P(WireRoutesTest, AnotherSelectedAccountIsForbidden) {
  EXPECT_EQ(request_with({{"x-api-key", key.secret}, {"X-Selected-Account-Id", "globex"}}).status,
            403);
  EXPECT_EQ(request_with({{"x-api-key", key.secret}, {"X-Selected-Account-Id", "acme"}}).status,
            200);
}

TEST_P(WireRoutesTest, AnotherAccountsRecordIsAnsweredByteForByteLikeOneThatDoesNotExist) {
  const Ids missing{"no-such-group", "no-such-instance", "no-such-deployment"};
  if (missing.in(GetParam().target) == GetParam().target) return;  // the path names no record

  const auto expected = send(GetParam().method, missing.in(GetParam().target), GetParam().body);
  EXPECT_EQ(expected.status, 404);
  EXPECT_EQ(send(GetParam().method, theirs.in(GetParam().target), GetParam().body), expected);
  for (const Ids& mixed : {Ids{theirs.group, mine.instance, theirs.deployment},
                           Ids{theirs.group, theirs.instance, mine.deployment}}) {
    const auto status =
        send(GetParam().method, mixed.in(GetParam().target), GetParam().body).status;
    EXPECT_EQ(status, mixed.in(GetParam().target) == target ? 200 : 404);
  }
}

TEST_P(WireRoutesTest, AnotherMethodIsAnsweredWith405AndThoseThatThereAre) {
  const auto response = send("PUT", target);
  const std::map<std::string, std::string> allowed{
      {"/v4/model-groups", "GET, HEAD, POST"},
      {"/v4/model-groups/{g}", "GET, HEAD, PATCH, DELETE"},
      {"/v4/model-groups/{g}/models/{i}", "POST"},
      {"/v4/models", "GET, HEAD, POST"},
      {"/v4/models/{i}", "GET, HEAD, PATCH, DELETE"},
      {"/v4/models/{i}/deployments", "GET, HEAD, POST"},
      {"/v4/models/{i}/deployments/{d}", "GET, HEAD, PATCH, DELETE"},
      {"/v4/model-deployments", "GET, HEAD"}};

  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.body, R"({"detail":"Method Not Allowed"})");
  EXPECT_EQ(response.headers, (std::vector<Header>{{"content-type", "application/json"},
                                                   {"allow", allowed.at(GetParam().target)}}));
}

TEST_P(WireRoutesTest, ASlashAtTheEndChangesNothing) {
  EXPECT_EQ(send(GetParam().method, target + "/", GetParam().body).status, 200);
}

TEST_P(WireRoutesTest, HeadIsGetWithoutTheBody) {
  if (GetParam().method != "GET") return;
  const auto get = send("GET", target);
  const auto head = send("HEAD", target);

  EXPECT_EQ(head.status, get.status);
  EXPECT_EQ(head.headers, get.headers);
  EXPECT_EQ(head.body, "");
}

TEST_P(WireRoutesTest, ABodyThatIsNoJsonObjectIsAnsweredWith422AndItsKind) {
  if (GetParam().body.empty()) return;
  for (const auto& [body, fault] : std::vector<std::pair<const char*, const char*>>{
           {"", "body missing"},
           {"null", "body missing"},
           {" null ", "body missing"},
           {"[]", "body model_attributes_type"},
           {"[[{\"a\":[1,{}]}]]", "body model_attributes_type"},
           {"\"name\"", "body model_attributes_type"},
           {"7", "body model_attributes_type"},
           {"true", "body model_attributes_type"},
           {" ", "body.1 json_invalid"},
           {"{", "body.1 json_invalid"},
           {"[1,", "body.3 json_invalid"},
           {"nul", "body.3 json_invalid"},
           {"{}{}", "body.2 json_invalid"},
           {"{} \"name\"", "body.3 json_invalid"},
           {R"({"name" "x"})", "body.8 json_invalid"},
           {R"({"x":[1 -2.5]})", "body.8 json_invalid"},
           {R"({"x":"\z"})", "body.7 json_invalid"},
           {"{\"name\":\"\xff\"}", "body.9 json_invalid"}}) {
    EXPECT_THAT(faults(GetParam().method, target, body), testing::ElementsAre(fault)) << body;
  }
  EXPECT_THAT(faults(GetParam().method, target, std::string("{\0}", 3)),
              testing::ElementsAre("body.1 json_invalid"));
}

TEST_P(WireRoutesTest, ABodyIsJsonUnlessItsContentTypeSaysOtherwise) {
  if (GetParam().body.empty()) return;
  const auto status_with = [&](const std::string& content_type) {
    return request_with({{"x-api-key", key.secret}, {"Content-Type", content_type}}).status;
  };

  for (const char* json_type : {"", "application/json", "Application/JSON; charset=utf-8",
                                " application/json ", "application/merge-patch+json"}) {
    EXPECT_EQ(status_with(json_type), 200) << json_type;
  }
  for (const char* other : {"text/plain", "application/x-www-form-urlencoded", "json",
                            "application/jsonp", "text/json", "text/x+json"}) {
    EXPECT_EQ(status_with(other), 422) << other;
  }
}

TEST_P(WireRoutesTest, ABodyThatIsTooLargeOrTooDeepIsAnsweredWith422) {
  if (GetParam().body.empty()) return;

  std::string body = GetParam().body + std::string(max_body_bytes - GetParam().body.size(), ' ');
  EXPECT_NE(answer_unrecorded(body).status, 422);
  body += ' ';
  EXPECT_EQ(answer_unrecorded(body).status, 422);
  EXPECT_THAT(answer_unrecorded(body).body,
              HasSubstr(R"("loc":["body"],"msg":"must have at most)"));
  EXPECT_THAT(faults(GetParam().method, target,
                     R"({"x":)" + std::string(40, '[') + std::string(40, ']') + "}"),
              testing::ElementsAre("body.x json_invalid"));
}

TEST_P(WireRoutesTest, AnUnknownFieldIsIgnoredAndRefusedInStrictMode) {
  if (GetParam().body.empty()) return;
  auto body = json::parse(GetParam().body);
  body["colour"] = "red";
  EXPECT_EQ(send(GetParam().method, target, body.dump()).status, 200);

  const HandleOptions strict{.unknown_fields = UnknownFields::reject};
  auto fresh = Registry::in_memory();
  auto owner = fresh.session(session.identity());
  const auto secret = fresh.create_api_key(session.identity()).secret;
  const Request request{GetParam().method,
                        records_of(owner).in(GetParam().target),
                        {{"x-api-key", secret}},
                        body.dump()};
  const auto response = test::recorded(fresh, request, strict);

  EXPECT_EQ(response.status, 422);
  EXPECT_THAT(response.body, HasSubstr(R"("loc":["body","colour"])"));
  EXPECT_THAT(response.body, HasSubstr(R"("type":"extra_forbidden")"));
  auto exact = request;
  exact.body = GetParam().body;
  EXPECT_EQ(test::recorded(fresh, exact, strict).status, 200);
}

class WirePathsTest : public test::WireTest {};

TEST_F(WirePathsTest, APathThatThereIsNotIsAnsweredWith404) {
  for (const char* target :
       {"", "/", "/v4", "/v3/models", "/v4/model", "v4/models", "//v4/models", "/v4//models",
        "/v4/models//", "/v4/models//deployments", "/v4/models/i/deployments/d/x",
        "/v4/model-groups/g/models", "/v4/model-groups/g/models/", "/V4/models", "/v4/models/*/x",
        "/v4/model-deployments/d"}) {
    const auto response = send("GET", target);
    EXPECT_EQ(response.status, 404) << target;
    EXPECT_EQ(response.body, R"({"detail":"Not Found"})") << target;
  }
}

TEST_F(WirePathsTest, WhatRunsAModelIsNotHere) {
  const auto instance = session.create_model_instance(test::an_instance());
  const auto deployment = session.create_model_deployment(instance.id, {.name = "d"});
  const std::string model = "/v4/models/" + instance.id.str();

  for (const auto& owner : {model, model + "/deployments/" + deployment.id.str()}) {
    for (const char* action : {"/execute", "/completions", "/chat-completions", "/embeddings",
                               "/rerankings", "/usage-statistics"}) {
      EXPECT_EQ(answer(404, "POST", owner + action, json::object()).at("detail"), "Not Found");
      EXPECT_EQ(answer(404, "GET", owner + action).at("detail"), "Not Found") << action;
    }
  }
}

TEST_F(WirePathsTest, AnIdIsPercentDecodedAfterThePathIsDivided) {
  const std::string id = "a/b c?d#e%f&é+";
  auto given = test::an_instance();
  given.id = ModelInstanceId(id);
  session.create_model_instance(given);

  EXPECT_EQ(answer(200, "GET", "/v4/models/a%2Fb%20c%3Fd%23e%25f%26%C3%A9%2B").at("id"), id);
  EXPECT_EQ(answer(200, "GET", "/v4/models/a%2fb%20c%3fd%23e%25f&%c3%a9+").at("id"), id);
  EXPECT_EQ(send("GET", "/v4/models/a%2Fb").status, 404);
}

TEST_F(WirePathsTest, WhatIsNoIdNamesNothing) {
  for (const std::string id : {"%00", "%FF", "%", "%2", "%zz", "..", "%2E%2E"}) {
    EXPECT_EQ(send("GET", "/v4/models/" + id).status, 404) << id;
  }
  EXPECT_EQ(send("GET", "/v4/models/" + std::string(100'000, 'x')).status, 404);
}

TEST_F(WirePathsTest, AHeadersNameMayBeInAnyCase) {
  for (const char* name : {"x-api-key", "X-API-Key", "X-Api-Key"}) {
    EXPECT_EQ(test::recorded(registry, {"GET", "/v4/models", {{name, key.secret}}}).status, 200);
  }
}

TEST_F(WirePathsTest, BlanksAroundAHeadersValueAreNoPartOfIt) {
  const Request padded{
      "GET",
      "/v4/models",
      {{"x-api-key", " \t" + key.secret + " "}, {"x-selected-account-id", "acme  "}}};

  EXPECT_EQ(test::recorded(registry, padded).status, 200);
}

TEST_F(WirePathsTest, AMissingPathOrMethodIsToldBeforeTheKeyIsLookedAt) {
  EXPECT_EQ(test::recorded(registry, {"GET", "/nope"}).status, 404);
  EXPECT_EQ(test::recorded(registry, {"PUT", "/v4/models"}).status, 405);
  EXPECT_EQ(test::recorded(registry, {"get", "/v4/models"}).status, 405);
}

TEST_F(WirePathsTest, WhatIsUnexpectedIsAnsweredWith500) {
  auto broken = Registry::in_memory({.new_id = []() -> std::string { throw 42; }});
  const auto secret = broken.create_api_key(session.identity()).secret;
  const Request request{
      "POST", "/v4/model-groups", {{"x-api-key", secret}}, R"({"name":"n","account_id":"acme"})"};

  EXPECT_EQ(test::recorded(broken, request).status, 500);
  auto throwing = Registry::in_memory(
      {.new_id = []() -> std::string { throw std::runtime_error("no ids today"); }});
  auto again = request;
  again.headers[0].value = throwing.create_api_key(session.identity()).secret;
  EXPECT_THAT(test::recorded(throwing, again).body, HasSubstr("no ids today"));
}

TEST_F(WirePathsTest, WhatTheOptionsMakeWrongIsAnsweredAndNotStored) {
  auto broken = Registry::in_memory({.new_id = [] { return std::string(); }});
  const auto secret = broken.create_api_key(session.identity()).secret;
  const auto response = test::recorded(
      broken,
      {"POST", "/v4/model-groups", {{"x-api-key", secret}}, R"({"name":"n","account_id":"acme"})"});

  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(broken.session(session.identity()).list_model_groups().total_item_count, 0);
}

}  // namespace
}  // namespace modelreg
