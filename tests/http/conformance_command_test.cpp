#include <csignal>
#include <functional>
#include <nlohmann/json.hpp>

#include "http/answering_server.hpp"
#include "modelreg/registry.hpp"
#include "tool_fixture.hpp"

namespace modelreg {
namespace {

using nlohmann::json;
using test::AnsweringServer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// `modelreg conformance` against a registry in memory, with faults that are planted between.
class ConformanceCommandTest : public test::ToolTest {
 protected:
  using Fault = std::function<Response(const Request&, const std::function<Response(Request)>&)>;

  ConformanceCommandTest() { test::write_bytes(folder / "key.txt", key.secret + "\n"); }

  /// Each request goes through `fault`, which asks the registry by its second argument.
  test::Outcome check(const Fault& fault, const std::string& options = "") {
    const AnsweringServer server([&](const Request& request) {
      return fault(request, [&](const Request& passed) { return handle(registry, passed); });
    });
    return run("conformance --key-file key.txt --against " + server.address() + " " + options);
  }

  /// A fault that changes the answer alone.
  static Fault altering(const std::function<void(const Request&, Response&, json&)>& alter) {
    return [alter](const Request& request, const auto& pass) {
      Response response = pass(request);
      json body = json::parse(response.body);
      alter(request, response, body);
      response.body = body.dump();
      return response;
    };
  }

  /// The names of the checks with that result.
  static std::vector<std::string> with(const std::string& result, const test::Outcome& outcome) {
    std::vector<std::string> names;
    const auto report = json::parse(outcome.out);
    for (const auto& check : report.at("checks")) {
      if (check.at("result") == result) names.push_back(check.at("check"));
    }
    return names;
  }

  std::vector<std::string> differing(const Fault& fault) {
    const auto outcome = check(fault, "--json");
    const auto names = with("differs", outcome);
    EXPECT_EQ(outcome.status, names.empty() ? 0 : 1) << outcome.err;
    EXPECT_THAT(with("left out", outcome), IsEmpty());
    expect_nothing_left();
    return names;
  }

  void expect_nothing_left() {
    EXPECT_THAT(session.list_model_groups().items, IsEmpty());
    EXPECT_THAT(session.list_model_instances().items, IsEmpty());
    EXPECT_THAT(session.list_model_deployments().items, IsEmpty());
  }

  Registry registry = Registry::in_memory();
  Session session = registry.session({.account_id = "local", .user_id = "ada"});
  const NewApiKey key = registry.create_api_key(session.identity());
  const Fault none = [](const Request& request, const auto& pass) { return pass(request); };
};

TEST_F(ConformanceCommandTest, ARegistryOfOursAgrees) {
  EXPECT_THAT(differing(none), IsEmpty());

  const auto outcome = check(none);
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(outcome.out, HasSubstr("a model is added to a group\tagrees\tdocumented\tPOST "
                                     "/v4/model-groups/{group}/models/{model}\t\t\n"));
  EXPECT_EQ(outcome.out.find("differs"), std::string::npos);
}

TEST_F(ConformanceCommandTest, AFaultOfAddingIsFound) {
  EXPECT_THAT(differing(altering([](const Request& request, Response&, json& body) {
                if (request.target.find("/models/") != std::string::npos &&
                    request.target.starts_with("/v4/model-groups/")) {
                  body.erase("model_group_id");
                }
              })),
              ElementsAre("a model is added to a group", "adding it again changes nothing",
                          "adding it to another group moves it",
                          "a model that was taken out is added again"));
}

TEST_F(ConformanceCommandTest, AWrongStatusIsFound) {
  EXPECT_THAT(differing(altering([](const Request&, Response& response, json&) {
                if (response.status == 401) response.status = 403;
              })),
              ElementsAre("a request without a key is refused", "an unknown key is refused",
                          "adding to a group without a key is refused"));
}

TEST_F(ConformanceCommandTest, ARefusalInOtherWordsIsFound) {
  EXPECT_THAT(differing(altering([](const Request&, Response&, json& body) {
                if (!body.contains("detail") || !body["detail"].is_array()) return;
                for (auto& fault : body["detail"]) {
                  if (fault["type"] == "dict_type") fault["type"] = "type_error.dict";
                }
              })),
              ElementsAre("metadata that is no object is refused",
                          "a deployment without a name is refused"));
}

TEST_F(ConformanceCommandTest, AMemberTooManyIsFoundOnce) {
  EXPECT_THAT(differing(altering([](const Request&, Response&, json& body) {
                if (body.contains("model_type")) body["display_name"] = "shown";
              })),
              ElementsAre("a model has no other members"));
}

TEST_F(ConformanceCommandTest, NullInsteadOfNothingIsFound) {
  EXPECT_THAT(differing(altering([](const Request&, Response&, json& body) {
                if (body.contains("model_type") && !body.contains("training_data_card")) {
                  body["training_data_card"] = nullptr;
                }
              })),
              ElementsAre("what a model has not is left out"));
}

TEST_F(ConformanceCommandTest, AListOutOfOrderIsFound) {
  EXPECT_THAT(
      differing(altering([](const Request& request, Response& response, json& body) {
        if (response.status == 200 && request.target.find("name:desc") != std::string::npos) {
          std::reverse(body["items"].begin(), body["items"].end());
        }
      })),
      ElementsAre("models are sorted backwards", "models are sorted by several fields",
                  "fields to sort by may be joined by commas"));
}

TEST_F(ConformanceCommandTest, AnAnswerThatIsNotCalledJsonIsFound) {
  EXPECT_THAT(differing(altering([](const Request& request, Response& response, json&) {
                if (request.method == "DELETE") response.headers = {{"content-type", "text/html"}};
              })),
              ElementsAre("a group that there is not is not deleted", "a deployment is deleted",
                          "a model is deleted", "a group with a model is deleted",
                          "a model is deleted once"));
}

TEST_F(ConformanceCommandTest, WhatShouldHaveBeenRefusedIsDeleted) {
  EXPECT_THAT(differing([](const Request& request, const auto& pass) {
                Request lenient = request;
                const auto name = lenient.body.find(R"("name":"",)");
                if (name != std::string::npos) lenient.body.replace(name, 9, R"("name":"x")");
                return pass(lenient);
              }),
              ElementsAre("an empty name is refused"));
}

TEST_F(ConformanceCommandTest, ADifferenceSaysWhatWasExpectedAndWhatCame) {
  const auto alter = altering([](const Request& request, Response& response, json& body) {
    if (request.method == "PUT") response.status = 400;
    if (body.contains("total_item_count") && body["items_per_page"] == 1) body["items"] = "none";
    if (body.contains("status")) body["status"] = "";
  });
  const auto outcome = check(alter);

  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.out, HasSubstr("\tPUT /v4/models\t405\t400 {\"detail\":\"Method Not "
                                     "Allowed\"}\n"));
  EXPECT_THAT(outcome.out, HasSubstr("\tGET /v4/model-groups?page=2&limit=1\titems: "
                                     "[\"<object>\"]\titems: \"none\"\n"));
  EXPECT_THAT(outcome.out, HasSubstr("\tGET /v4/models/{model}/deployments/{deployment}\t"
                                     "status: <text>\tstatus: \"\"\n"));
}

TEST_F(ConformanceCommandTest, WhatNeedsARecordThatCouldNotBeMadeIsLeftOut) {
  const auto outcome = check(
      [](const Request& request, const auto& pass) {
        if (request.method == "POST" && request.target == "/v4/models") {
          return Response{.status = 500, .headers = {}, .body = "no models today"};
        }
        return pass(request);
      },
      "--json");

  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(with("left out", outcome), testing::Contains("a model is added to a group"));
  EXPECT_THAT(with("agrees", outcome), testing::Contains("a group is changed"));
  expect_nothing_left();
}

TEST_F(ConformanceCommandTest, NamesWhatItCouldNotDelete) {
  const auto outcome = check([](const Request& request, const auto& pass) {
    if (request.method != "DELETE") return pass(request);
    return Response{.status = 500, .headers = {}, .body = ""};
  });

  EXPECT_EQ(outcome.status, 1);
  const auto groups = session.list_model_groups().items;
  EXPECT_FALSE(groups.empty());
  for (const auto& group : groups) {
    EXPECT_THAT(outcome.err, HasSubstr("/v4/model-groups/" + group.id.str() + " was made"));
  }
}

TEST_F(ConformanceCommandTest, AsksAgainWhenItIsAskedToWait) {
  int asked = 0;
  EXPECT_THAT(differing([&](const Request& request, const auto& pass) {
                if (++asked % 10 != 0) return pass(request);
                return Response{.status = 429, .headers = {{"Retry-After", "0"}}, .body = ""};
              }),
              IsEmpty());
}

TEST_F(ConformanceCommandTest, GivesUpWhenNobodyAnswersAnyMore) {
  int asked = 0;
  const auto outcome =
      check([&](const Request& request,
                const auto& pass) { return ++asked == 20 ? AnsweringServer::end : pass(request); },
            "--json");

  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.out, HasSubstr(R"("came":"no answer: )"));
  EXPECT_LE(with("differs", outcome).size(), 4U);
  EXPECT_THAT(with("left out", outcome), testing::SizeIs(testing::Gt(90U)));
}

TEST_F(ConformanceCommandTest, AnInterruptedOneDeletesWhatItHasMade) {
  int asked = 0;
  const AnsweringServer server([&](const Request& request) {
    if (++asked == 60) ::kill(std::stoi(test::read_bytes(folder / "pid")), SIGINT);
    return handle(registry, request);
  });
  test::write_bytes(folder / "command", "echo $$ >pid; exec " MODELREG_TOOL
                                        " conformance --key-file key.txt --json --against " +
                                            server.address());
  const auto outcome = run_command("sh command");

  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("the checks were interrupted"));
  EXPECT_THAT(with("left out", outcome), testing::SizeIs(testing::Gt(40U)));
  expect_nothing_left();
}

TEST_F(ConformanceCommandTest, PeopleSeeATableAndEachDifferenceInFull) {
  const AnsweringServer server([&](const Request& request) {
    Response response = handle(registry, request);
    if (request.method == "PUT") response.status = 400;
    return response;
  });
  test::write_bytes(folder / "command", "stty cols 80; " MODELREG_TOOL
                                        " conformance --key-file key.txt --against " +
                                            server.address());
  const auto outcome =
      run_command("TERM=xterm NO_COLOR=1 script -qec 'sh command' /dev/null </dev/null");

  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.out, HasSubstr("CHECK "));
  EXPECT_THAT(outcome.out, HasSubstr("a method that a path has not is refused: PUT /v4/models\r\n"
                                     "  expected: 405\r\n  came:     400 {\"detail\":"));
  EXPECT_THAT(outcome.out, HasSubstr("checks: 123 agree, 1 differ"));
}

TEST_F(ConformanceCommandTest, SaysWhatIsWrongWithTheOptions) {
  const std::string against = "conformance --against ";
  const std::string nowhere = "http://127.0.0.1:1";
  EXPECT_THAT(refusal(against + "example.com --key-file key.txt"),
              HasSubstr("--against must be a URL such as https://"));
  EXPECT_THAT(
      refusal(against + "http://example.com --key-file key.txt"),
      testing::AllOf(HasSubstr("must begin with https://"), HasSubstr("; --insecure admits")));
  EXPECT_THAT(refusal(against + nowhere), HasSubstr("name a file with --key-file"));
  EXPECT_THAT(refusal(against + nowhere + " --key-file none.txt", 3), HasSubstr("cannot be read"));
  EXPECT_THAT(refusal(against + nowhere + " --key-file key.txt"),
              testing::AllOf(HasSubstr("refused the connection"), HasSubstr("check --against")));
  test::write_bytes(folder / "key.txt", "one\ntwo\n");
  EXPECT_THAT(refusal(against + nowhere + " --key-file key.txt"), HasSubstr("has a line end"));
  EXPECT_EQ(run("conformance --key-file key.txt").status, 2);
}

TEST_F(ConformanceCommandTest, SaysWhatIsWrongWithWhatAnswers) {
  const auto told = [&](const Response& response) {
    const auto outcome = check([&](const Request&, const auto&) { return response; });
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.out, "");
    return outcome.err;
  };
  const auto page = [](int status) {
    return Response{.status = status, .headers = {{"content-type", "text/html"}}, .body = "<p>"};
  };
  EXPECT_THAT(told(page(200)), HasSubstr("is no model registry: GET /v4/model-groups was answered "
                                         "with 200 text/html; the URL must be what stands before"));
  EXPECT_THAT(told(page(404)), HasSubstr("404 text/html"));
  EXPECT_THAT(told(page(401)), HasSubstr("refuses the API key"));
  EXPECT_THAT(told(page(403)), HasSubstr("--account"));
}

TEST_F(ConformanceCommandTest, TheKeyMayBeInTheEnvironment) {
  const AnsweringServer server([&](const Request& request) { return handle(registry, request); });
  const auto outcome =
      run_with("MODELREG_API_KEY=" + key.secret, "conformance --against " + server.address());

  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out.find(key.secret), std::string::npos);
}

}  // namespace
}  // namespace modelreg
