#include "client_fixture.hpp"

/// What a client makes of every answer that is not the one it hoped for.
namespace modelreg {
namespace {

using test::error_of;
using test::failure_of;
using test::IsViolation;
using test::json_answer;
using test::violations_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Identity ada{.account_id = "acme", .user_id = "ada"};
const ModelGroupId a_group_id("g");
const ModelInstanceId a_model_id("m");

/// A client whose every request is answered with `answer`, once.
Client answered(const Response& answer, UnknownEnums unknown_enums = UnknownEnums::reject) {
  return {std::make_shared<test::Scripted>([answer](const Request&) { return answer; }),
          {.api_key = "modelreg_secret",
           .account_id = "acme",
           .unknown_enums = unknown_enums,
           .retry = {.most_retries = 0}}};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  EXPECT_THAT(text, HasSubstr(from));
  return text.replace(text.find(from), from.size(), to);
}

const std::string a_model = to_json_text(test::a_complete_record(ada));
const Response html{.status = 200,
                    .headers = {{"Content-Type", "text/html; charset=utf-8"}},
                    .body = "<html><body>Please log in</body></html>"};

/// The same answer with another status.
Response with_status(Response answer, int status) {
  answer.status = status;
  return answer;
}

TEST(ClientAnswersTest, ARecordThatIsTornAnywhereIsNoRecord) {
  for (std::size_t length = 0; length < a_model.size(); ++length) {
    const auto client = answered(json_answer(200, a_model.substr(0, length)));
    EXPECT_EQ(error_of([&] { (void)client.get_model_instance(a_model_id); }),
              ErrorCode::unexpected_answer)
        << length;
  }
}

TEST(ClientAnswersTest, APageThatIsTornAnywhereIsNoPage) {
  const auto page = to_json_text(Page<ModelGroup>{
      .items = {{.name = "n", .id = a_group_id, .account_id = "a", .created_by_user_id = "u"}},
      .total_item_count = 1});
  EXPECT_EQ(answered(json_answer(200, page)).list_model_groups().items.size(), 1U);
  for (std::size_t length = 0; length < page.size(); ++length) {
    const auto client = answered(json_answer(200, page.substr(0, length)));
    EXPECT_EQ(error_of([&] { (void)client.list_model_groups(); }), ErrorCode::unexpected_answer);
  }
}

TEST(ClientAnswersTest, AMissingFieldIsNamed) {
  for (const char* field :
       {"name", "model_type", "id", "created_at", "account_id", "created_by_user_id",
        "request_schema", "response_schema", "deployment_count", "supports_multi_turn"}) {
    const auto client =
        answered(json_answer(200, replaced(a_model, "\"" + std::string(field) + "\"",
                                           "\"_" + std::string(field) + "\"")));
    const auto get = [&] { (void)client.get_model_instance(a_model_id); };

    EXPECT_EQ(failure_of(get), std::pair(std::optional(ErrorCode::unexpected_answer),
                                         "the platform did not answer as its contract says (status "
                                         "200, application/json): " +
                                             std::string(field) + ": is required"));
    EXPECT_THAT(violations_of(get), ElementsAre(IsViolation(field, "missing")));
  }
}

TEST(ClientAnswersTest, TheHtmlOfAProxyIsNamed) {
  const auto client = answered(html);

  const auto [code, message] = failure_of([&] { (void)client.list_model_instances(); });
  EXPECT_EQ(code, ErrorCode::unexpected_answer);
  EXPECT_EQ(message,
            "the platform did not answer as its contract says (status 200, text/html): is "
            "not valid JSON (at byte 1)");
}

TEST(ClientAnswersTest, TheRecordOfAnotherKindIsRefused) {
  EXPECT_EQ(error_of([&] {
              (void)answered(json_answer(200, R"({"count":1,"success":true})"))
                  .get_model_group(a_group_id);
            }),
            ErrorCode::unexpected_answer);
  EXPECT_EQ(error_of([&] { answered(json_answer(200, a_model)).delete_model_group(a_group_id); }),
            ErrorCode::unexpected_answer);
  EXPECT_EQ(error_of([&] { (void)answered(json_answer(200, a_model)).list_model_instances(); }),
            ErrorCode::unexpected_answer);
}

TEST(ClientAnswersTest, WhatAChangeAnsweredIsUnreadableAndTheChangeIsMade) {
  auto client = answered(html);

  EXPECT_THAT(failure_of([&] { client.create_model_group({.name = "n"}); }).second,
              HasSubstr("status 200, text/html, so the change was made"));
}

TEST(ClientAnswersTest, ANewerVendorIsNamedOrOther) {
  const auto newer = json_answer(200, replaced(a_model, "ANTHROPIC", "MISTRAL"));

  const auto [code, message] =
      failure_of([&] { (void)answered(newer).get_model_instance(a_model_id); });
  EXPECT_EQ(code, ErrorCode::unexpected_answer);
  EXPECT_THAT(message, HasSubstr("model_vendor: is MISTRAL"));
  EXPECT_EQ(answered(newer, UnknownEnums::as_other).get_model_instance(a_model_id).model_vendor,
            ModelVendor::other);
}

TEST(ClientAnswersTest, UnknownFieldsAndNullForAnOptionalOneAreNoFault) {
  const auto newer = json_answer(
      200, replaced(replaced(a_model, R"("description":"largest")", R"("description":null)"), "{",
                    R"({"a_new_field":[{"a":1}],)"));
  auto expected = test::a_complete_record(ada);
  expected.description.reset();

  EXPECT_EQ(answered(newer).get_model_instance(a_model_id), expected);
}

TEST(ClientAnswersTest, ATimeWithoutAnOffsetIsUtc) {
  const auto python =
      json_answer(200, replaced(a_model, "2024-02-29T12:00:00.000001Z", "2022-09-23T06:00:00.877"));

  EXPECT_EQ(answered(python).get_model_instance(a_model_id).created_at,
            parse_timestamp("2022-09-23T06:00:00.877Z"));
}

TEST(ClientAnswersTest, ADeploymentNeedNotSayWhoseItIs) {
  const std::string deployment =
      R"({"name":"n","id":"d","created_at":"2024-02-29T12:00:00","account_id":"a",)"
      R"("created_by_user_id":"u","status":"PENDING"})";
  const std::string page = R"({"current_page":1,"items":[)" + deployment +
                           R"(],"items_per_page":100,"total_item_count":1})";
  ModelDeploymentQuery of_one;
  of_one.model_instance_id = a_model_id;

  EXPECT_EQ(answered(json_answer(200, deployment))
                .get_model_deployment(a_model_id, ModelDeploymentId("d"))
                .model_instance_id,
            a_model_id);
  EXPECT_EQ(
      answered(json_answer(200, page)).list_model_deployments(of_one).items.at(0).model_instance_id,
      a_model_id);
  EXPECT_THAT(
      violations_of([&] { (void)answered(json_answer(200, page)).list_model_deployments(); }),
      ElementsAre(IsViolation("items[0].model_instance_id", "missing")));
}

TEST(ClientAnswersTest, AnotherPageThanTheOneAskedForIsRefused) {
  const auto first = answered(json_answer(200, to_json_text(Page<ModelGroup>{})));

  EXPECT_EQ(first.list_model_groups(), Page<ModelGroup>{});
  EXPECT_EQ(error_of([&] { (void)first.list_model_groups({.page = 2}); }),
            ErrorCode::unexpected_answer);
}

TEST(ClientAnswersTest, AWalkEndsThoughThePlatformCountsMoreThanItHas) {
  const auto transport = std::make_shared<test::Scripted>([](const Request& request) {
    Page<ModelGroup> page{.total_item_count = 1'000'000};
    const bool first = request.target.find("page=1&") != std::string::npos;
    page.current_page = first ? 1 : 2;
    if (first) {
      page.items = {{.name = "n", .id = a_group_id, .account_id = "a", .created_by_user_id = "u"}};
    }
    return json_answer(200, to_json_text(page));
  });
  const Client client(transport, {.api_key = "k"});

  int met = 0;
  for (const auto& group : client.walk_model_groups(1)) met += group.name == "n" ? 1 : 0;
  EXPECT_EQ(met, 1);
  EXPECT_EQ(transport->sent.size(), 2U);
}

TEST(ClientAnswersTest, ADeletionThatDeletedNothingIsNone) {
  for (const char* body : {R"({"count":0,"success":true})", R"({"count":1,"success":false})"}) {
    EXPECT_EQ(error_of([&] { answered(json_answer(200, body)).delete_model_group(a_group_id); }),
              ErrorCode::unexpected_answer)
        << body;
  }
}

/// What each status is, for a call that reads, one that may be repeated and one that creates.
struct Meaning {
  int status;
  ErrorCode reading, changing, creating;
};

TEST(ClientAnswersTest, EachStatusIsOneError) {
  using enum ErrorCode;
  const std::vector<Meaning> meanings{
      {400, invalid_argument, invalid_argument, invalid_argument},
      {401, unauthenticated, unauthenticated, unauthenticated},
      {403, forbidden, forbidden, forbidden},
      {404, not_found, not_found, not_found},
      {409, conflict, conflict, conflict},
      {422, invalid_argument, invalid_argument, invalid_argument},
      {429, busy, busy, busy},
      {503, busy, busy, busy},
      {408, unavailable, outcome_unknown, outcome_unknown},
      {500, unavailable, outcome_unknown, outcome_unknown},
      {502, unavailable, outcome_unknown, outcome_unknown},
      {504, unavailable, outcome_unknown, outcome_unknown},
      {599, unavailable, outcome_unknown, outcome_unknown},
      {100, unexpected_answer, unexpected_answer, unexpected_answer},
      {302, unexpected_answer, unexpected_answer, unexpected_answer},
      {405, unexpected_answer, unexpected_answer, unexpected_answer},
      {413, unexpected_answer, unexpected_answer, unexpected_answer},
  };
  for (const auto& [status, reading, changing, creating] : meanings) {
    auto client = answered(json_answer(status, R"({"detail":"the platform's words"})"));
    const auto get = failure_of([&] { (void)client.get_model_group(a_group_id); });
    const auto update = failure_of([&] { client.update_model_group(a_group_id, {.name = "n"}); });
    const auto add = failure_of([&] { client.add_model_instance(a_group_id, a_model_id); });
    const auto create = failure_of([&] { client.create_model_group({.name = "n"}); });

    EXPECT_EQ(get.first, reading) << status;
    EXPECT_EQ(update.first, changing) << status;
    EXPECT_EQ(add.first, changing) << status;
    EXPECT_EQ(create.first, creating) << status;
    for (const auto& failure : {get, update, add, create}) {
      EXPECT_THAT(failure.second, HasSubstr("the platform's words"));
    }
  }
}

TEST(ClientAnswersTest, TheViolationsOfA422AreThoseOfTheError) {
  const auto client = answered(json_answer(
      422, R"({"detail":[{"loc":["query","limit"],"msg":"Input should be less","type":"less"},)"
           R"({"loc":["header","x"],"msg":"Field required","type":"missing"}]})"));

  EXPECT_EQ(violations_of([&] { (void)client.list_model_groups(); }),
            (std::vector<Violation>{{"limit", "Input should be less", "less"},
                                    {"x", "Field required", "missing"}}));
}

TEST(ClientAnswersTest, AStatusWithoutThePlatformsWordsIsNamedByItself) {
  for (const int status : {401, 403, 409, 422, 429, 500, 502}) {
    const auto [code, message] =
        failure_of([&] { (void)answered(with_status(html, status)).get_model_group(a_group_id); });
    EXPECT_NE(code, ErrorCode::unexpected_answer) << status;
    EXPECT_THAT(message, HasSubstr("(status " + std::to_string(status) + ", text/html)"));
    EXPECT_THAT(message, Not(HasSubstr("log in")));
  }
}

TEST(ClientAnswersTest, OnlyThePlatformItselfSaysThatThereIsNoSuchRecord) {
  const auto gone = json_answer(404, R"({"detail":"there is none"})");

  EXPECT_EQ(answered(gone).find_model_group(a_group_id), std::nullopt);
  EXPECT_EQ(answered(gone).find_model_instance(a_model_id), std::nullopt);
  EXPECT_EQ(answered(gone).find_model_deployment(a_model_id, ModelDeploymentId("d")), std::nullopt);
  for (const auto& wrong : {with_status(html, 404), json_answer(404, ""), json_answer(404, "{}")}) {
    EXPECT_EQ(error_of([&] { (void)answered(wrong).find_model_group(a_group_id); }),
              ErrorCode::unexpected_answer);
    EXPECT_EQ(error_of([&] { answered(wrong).delete_model_group(a_group_id); }),
              ErrorCode::unexpected_answer);
  }
}

TEST(ClientAnswersTest, AProxysOwn503LeavesOpenIfAChangeWasMade) {
  auto client = answered(with_status(html, 503));

  EXPECT_EQ(error_of([&] { (void)client.get_model_group(a_group_id); }), ErrorCode::unavailable);
  EXPECT_EQ(error_of([&] { client.create_model_group({.name = "n"}); }),
            ErrorCode::outcome_unknown);
}

TEST(ClientAnswersTest, AnAnswerThatRepeatsTheKeyIsNotRepeated) {
  for (
      const char* detail :
      {R"({"detail":"no such key: modelreg_secret"})",
       R"({"detail":[{"loc":["header","x-api-key"],"msg":"modelreg_secret is wrong","type":"t"}]})"}) {
    for (const int status : {401, 422, 500}) {
      const auto client = answered(json_answer(status, detail));
      try {
        (void)client.list_model_groups();
        FAIL();
      } catch (const Error& error) {
        EXPECT_THAT(error.what(), Not(HasSubstr("secret")));
        for (const auto& violation : error.violations()) {
          EXPECT_THAT(violation.problem, Not(HasSubstr("secret")));
        }
      }
    }
  }
}

TEST(ClientAnswersTest, ALongDetailIsCutAtTheEndOfACharacter) {
  std::string characters;
  while (characters.size() < 5000) characters += "漢";
  const auto client = answered(json_answer(403, R"({"detail":")" + characters + "\"}"));

  const auto message = failure_of([&] { (void)client.list_model_groups(); }).second;
  EXPECT_EQ(message, characters.substr(0, 999) + "…");
}

TEST(ClientAnswersTest, AnAnswerMadeToHurtIsAnError) {
  const std::string deep(100'000, '[');
  const std::string wide = R"({"a":1)" + [] {
    std::string members;
    for (int i = 0; i < 20'000; ++i) members += ",\"" + std::to_string(i) + "\":0";
    return members;
  }() + "}";
  for (const std::string& body : {deep, R"({"items":)" + deep, R"({"detail":)" + deep, wide,
                                  std::string("\0\0", 2), std::string("\xff\xfe{\0}\0", 6)}) {
    for (const int status : {200, 404, 422, 500}) {
      const auto client = answered(json_answer(status, body));
      EXPECT_NE(error_of([&] { (void)client.list_model_groups(); }), std::nullopt);
      EXPECT_NE(error_of([&] { (void)client.get_model_instance(a_model_id); }), std::nullopt);
    }
  }
}

}  // namespace
}  // namespace modelreg
