#include <cstring>
#include <nlohmann/json.hpp>

#include "http/server_fixture.hpp"
#include "serve/hosts.hpp"
#include "text_file.hpp"

namespace modelreg {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using test::Connection;
using test::ServerTest;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// The body of an answer as bytes.
json body_of(const std::string& answer) {
  return json::parse(answer.substr(answer.find("\r\n\r\n") + 4));
}

TEST_F(ServerTest, AnswersAsHandleDoes) {
  const Request request{.method = "GET",
                        .target = "/v4/models?limit=0&page=x&sort_by=name",
                        .headers = {{"x-api-key", key.secret}}};
  const auto here = handle(registry, request);
  const auto there = transport->send(request);

  EXPECT_EQ(here.status, 422);
  EXPECT_EQ(there.status, here.status);
  EXPECT_EQ(there.body, here.body);
}

TEST_F(ServerTest, AMethodThatAPathHasNotIsToldWithThoseItHas) {
  for (const char* method : {"PUT", "OPTIONS", "DELETE"}) {
    const auto response = transport->send({.method = method, .target = "/v4/models"});
    EXPECT_EQ(response.status, 405) << method;
    EXPECT_THAT(response.headers, testing::Contains(Header{"allow", "GET, HEAD, POST"}));
  }
}

TEST_F(ServerTest, HeadIsGetWithoutTheBody) {
  const Request get{
      .method = "GET", .target = "/v4/models", .headers = {{"x-api-key", key.secret}}};
  Request head = get;
  head.method = "HEAD";
  const auto length_of = [&](const Request& request) {
    for (const auto& [name, value] : transport->send(request).headers) {
      if (name == "content-length") return value;
    }
    return std::string();
  };

  EXPECT_EQ(transport->send(head).body, "");
  EXPECT_EQ(length_of(head), length_of(get));
}

TEST_F(ServerTest, ARequestWithoutABodyAndItsLengthIsAnsweredAtOnce) {
  const auto start = std::chrono::steady_clock::now();
  const Connection connection(server.port());
  connection.send("POST /v4/model-groups/a/models/b HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto answer = connection.receive([](const auto& text) { return text.ends_with("}"); });

  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 401 "), HasSubstr("\r\nConnection: close\r\n")));
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(1000));
}

TEST_F(ServerTest, WhoAsksForAPartGetsAll) {
  EXPECT_THAT(get("/v4/models", "Host: localhost\r\nRange: bytes=1-2\r\n"),
              AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("\r\n\r\n{\"current_page\"")));
}

TEST_F(ServerTest, AConnectionIsKept) {
  const Connection connection(server.port());
  for (int i = 0; i < 3; ++i) {
    for (const char* body : {"", "{}"}) {
      connection.send(
          "PATCH /v4/models/none HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + key.secret +
          "\r\nContent-Length: " + std::to_string(std::strlen(body)) + "\r\n\r\n" + body);
      EXPECT_THAT(connection.receive([](const auto& text) { return text.ends_with("}"); }),
                  StartsWith("HTTP/1.1 4"));
    }
  }
}

TEST_F(ServerTest, AForeignHostIsRefused) {
  for (const char* host : {"localhost", "LOCALHOST:80", "127.0.0.1", "127.0.0.1:1", "[::1]:8642"}) {
    EXPECT_THAT(get("/v4/models", std::string("Host: ") + host + "\r\n"),
                StartsWith("HTTP/1.1 200 "))
        << host;
  }
  for (const char* host : {"evil.example.com", "localhost.evil.example.com", "127.0.0.1.nip.io", "",
                           "[", "10.0.0.1", "127.0.0.1@evil.example.com"}) {
    EXPECT_THAT(get("/v4/models", std::string("Host: ") + host + "\r\n"),
                StartsWith("HTTP/1.1 403 "))
        << host;
  }
  EXPECT_THAT(get("/v4/models", ""), StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(get("/", "Host: evil.example.com\r\n"), StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(get("/v4/models", "Host: localhost\r\nHost: evil.example.com\r\n"),
              StartsWith("HTTP/1.1 403 "));
}

TEST(ServerHostsTest, TheNameThatItListensAtIsItsOwn) {
  EXPECT_TRUE(serve::is_own_host("Registry.lan:8642", "registry.lan"));
  EXPECT_FALSE(serve::is_own_host("registry.lan:8642", "127.0.0.1"));
  EXPECT_EQ(serve::address_of("::1", 80), "http://[::1]:80");
}

TEST_F(ServerTest, WhereOthersCanConnectAnyHostWillDo) {
  const serve::Server open(registry, {.host = "0.0.0.0"});
  const Connection connection(open.port());
  connection.send("GET /v4/models HTTP/1.1\r\nHost: registry.example.com\r\n\r\n");

  EXPECT_FALSE(open.is_local());
  EXPECT_TRUE(server.is_local());
  EXPECT_THAT(connection.receive([](const auto& text) { return text.ends_with("}"); }),
              StartsWith("HTTP/1.1 401 "));
}

TEST_F(ServerTest, APortThatIsTakenIsRefused) {
  const auto [code, message] =
      test::failure_of([&] { serve::Server(registry, {.port = server.port()}); });

  EXPECT_EQ(code, ErrorCode::unavailable);
  EXPECT_THAT(message, AllOf(HasSubstr("Address already in use"), HasSubstr("--port 0")));
}

TEST_F(ServerTest, ThePageNeedsNothingFromOutside) {
  const auto response = transport->send({.method = "GET", .target = "/"});

  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.headers,
              testing::Contains(Header{"content-type", "text/html; charset=utf-8"}));
  EXPECT_THAT(response.body, AllOf(Not(HasSubstr("http://")), Not(HasSubstr("https://")),
                                   Not(HasSubstr("innerHTML")), Not(HasSubstr("localStorage"))));
}

TEST_F(ServerTest, TheDocumentIsThatOfTheEdition) {
  const auto text = test::read_bytes(MODELREG_SOURCE_DIR "/schema/openapi.json");
  EXPECT_EQ(transport->send({.method = "GET", .target = "/openapi.json"}).body, text);

  const serve::Server current(registry, {.handle = {.edition = Edition::current}});
  const auto patch =
      json::parse(test::read_bytes(MODELREG_SOURCE_DIR "/schema/openapi.current.json"));
  const auto answer = http_transport({.base_url = current.address()})
                          ->send({.method = "GET", .target = "/openapi.json"});
  EXPECT_EQ(json::parse(answer.body), json::parse(text).patch(patch));
  EXPECT_THAT(answer.body, HasSubstr("VERTEX_AI"));
}

TEST_F(ServerTest, TheLastRequestsAreThoseOfTheAccount) {
  const auto stranger_key = registry.create_api_key({.account_id = "other", .user_id = "eve"});
  const Client other(transport, {.api_key = stranger_key.secret});
  const auto group = client.create_model_group({.name = "secret plans"});
  (void)other.find_model_group(ModelGroupId{"of-the-stranger"});
  (void)transport->send({.method = "GET", .target = "/v4/models/tried", .headers = {}});
  const auto listed = [&](const std::string& secret) {
    return transport->send(
        {.method = "GET", .target = "/requests.json", .headers = {{"x-api-key", secret}}});
  };
  const auto own = json::parse(listed(key.secret).body);

  ASSERT_EQ(own.size(), 2U);
  EXPECT_EQ(own.at(0).at("status"), 401);
  EXPECT_FALSE(own.at(0).contains("target"));
  EXPECT_EQ(own.at(1).at("method"), "POST");
  EXPECT_EQ(own.at(1).at("target"), "/v4/model-groups");
  EXPECT_THAT(listed(stranger_key.secret).body, Not(HasSubstr("POST")));
  EXPECT_THAT(listed(key.secret).body, Not(HasSubstr("of-the-stranger")));
  EXPECT_EQ(listed("").status, 401);
}

TEST_F(ServerTest, RequestsUnderWayAreAnsweredBeforeItStops) {
  const Connection connection(server.port());
  const std::string body = R"({"account_id":"acme","name":"late"})";
  connection.send("POST /v4/model-groups HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + key.secret +
                  "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
  std::this_thread::sleep_for(milliseconds(100));
  std::thread stopping([&] { server.stop(); });
  std::this_thread::sleep_for(milliseconds(100));
  connection.send(body);
  const auto answer = connection.receive([](const auto& text) { return text.ends_with("}"); });
  stopping.join();

  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(body_of(answer).at("name"), "late");
  EXPECT_THROW(Connection(server.port()), std::runtime_error);
}

}  // namespace
}  // namespace modelreg
