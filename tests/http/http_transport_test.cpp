#include <gmock/gmock.h>

#include <cstdlib>

#include "client_fixture.hpp"
#include "http/sockets.hpp"
#include "modelreg/http.hpp"

namespace modelreg {
namespace {

using std::chrono::milliseconds;
using test::failure_of;
using test::RawServer;
using test::request_from;
using test::Socket;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using Failure = std::pair<std::optional<ErrorCode>, std::string>;

const Request question{.method = "GET", .target = "/v4/models", .headers = {{"x-api-key", "k"}}};
const Request change{.method = "POST",
                     .target = "/v4/model-groups",
                     .headers = {{"content-type", "application/json"}},
                     .body = "{}"};

/// A server that answers every request, of a connection each, with these bytes.
std::function<void(const Socket&)> saying(std::string bytes) {
  return [bytes = std::move(bytes)](const Socket& connection) {
    static_cast<void>(request_from(connection));
    connection.send(bytes);
  };
}

std::string answer_of(const std::string& body, const std::string& headers = "") {
  return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

Response asked(const RawServer& server, const Request& request = question) {
  return http_transport({.base_url = server.url()})->send(request);
}

Failure failure(const HttpOptions& options, const Request& request = question) {
  return failure_of([&] { (void)http_transport(options)->send(request); });
}

Failure failure(const RawServer& server, const Request& request = question) {
  return failure({.base_url = server.url()}, request);
}

MATCHER_P2(IsFailure, code, part, "") {
  return arg.first == code && arg.second.find(part) != std::string::npos;
}

TEST(HttpTransportTest, ARequestGoesOutToTheLetter) {
  test::SharedText seen;
  const RawServer server([&](const Socket& connection) {
    seen.set(request_from(connection));
    connection.send(answer_of("{}"));
  });
  const Request request{.method = "PATCH",
                        .target = "/v4/models/%2E%2E/../x?a=%20b",
                        .headers = {{"x-api-key", "k"}, {"x-empty", ""}},
                        .body = R"({"name":"n"})"};
  (void)http_transport({.base_url = server.url() + "/prefix/", .user_agent = "mine/1"})
      ->send(request);

  EXPECT_THAT(seen.get(),
              AllOf(testing::StartsWith("PATCH /prefix/v4/models/%2E%2E/../x?a=%20b HTTP/1.1"),
                    HasSubstr("\r\nx-api-key: k\r\n"), HasSubstr("\r\nx-empty:\r\n"),
                    HasSubstr("\r\nUser-Agent: mine/1\r\n"),
                    HasSubstr("\r\nContent-Length: 12\r\n"), Not(HasSubstr("Expect")),
                    Not(HasSubstr("Content-Type")), testing::EndsWith(R"({"name":"n"})")));
}

TEST(HttpTransportTest, APostWithoutABodySaysSo) {
  test::SharedText seen;
  const RawServer server([&](const Socket& connection) {
    seen.set(request_from(connection));
    connection.send(answer_of("{}"));
  });
  (void)asked(server, {.method = "POST", .target = "/v4/model-groups/a/models/b"});

  EXPECT_THAT(seen.get(), HasSubstr("\r\nContent-Length: 0\r\n"));
}

TEST(HttpTransportTest, AnAnswerIsReturnedWhateverItsStatus) {
  const RawServer server(
      saying("HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n"
             "X-Twice:  a \r\nx-twice: b\r\nContent-Length: 2\r\n\r\n{}"));
  const auto response = asked(server);

  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.body, "{}");
  EXPECT_EQ(response.headers, (std::vector<Header>{{"content-type", "application/json"},
                                                   {"x-twice", "a"},
                                                   {"x-twice", "b"},
                                                   {"content-length", "2"}}));
}

TEST(HttpTransportTest, AnAnswerMayComeInPiecesAfterOthersAndCompressed) {
  const RawServer chunked(
      saying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
             "2\r\n{\"\r\n5\r\na\":1}\r\n0\r\n\r\n"));
  EXPECT_EQ(asked(chunked).body, R"({"a":1})");
  const RawServer hinting(
      saying("HTTP/1.1 103 Early Hints\r\nx-early: 1\r\n\r\n" + answer_of("{}")));
  EXPECT_EQ(asked(hinting).headers, (std::vector<Header>{{"content-length", "2"}}));
  EXPECT_EQ(asked(hinting).status, 200);

  const std::string packed(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\xae\x05\x00\x43\xbf\xa6\xa3"
      "\x02\x00\x00\x00",
      22);  // {} by gzip
  const RawServer packing(saying(answer_of(packed, "Content-Encoding: gzip\r\n")));
  EXPECT_EQ(asked(packing).body, "{}");
  const RawServer breaking(saying(answer_of("{}", "Content-Encoding: gzip\r\n")));
  EXPECT_THAT(failure(breaking), IsFailure(ErrorCode::unexpected_answer, "compressed"));
}

TEST(HttpTransportTest, ARedirectIsReturnedAndNotFollowed) {
  std::atomic<int> led_away = 0;
  const RawServer elsewhere([&](const Socket&) { ++led_away; });
  const RawServer server(saying("HTTP/1.1 307 Temporary Redirect\r\nLocation: " + elsewhere.url() +
                                "/v4/models\r\nContent-Length: 0\r\n\r\n"));

  EXPECT_EQ(asked(server).status, 307);
  EXPECT_EQ(led_away, 0);
}

TEST(HttpTransportTest, AnAnswerHas16MiBAtMost) {
  const RawServer fitting(saying(answer_of(std::string(16 << 20, ' '))));
  EXPECT_EQ(asked(fitting).body.size(), 16U << 20);
  const RawServer larger(saying(answer_of(std::string((16 << 20) + 1, ' '))));
  EXPECT_THAT(failure(larger), IsFailure(ErrorCode::unexpected_answer, "larger than 16 MiB"));
  const RawServer headers(
      saying("HTTP/1.1 200 OK\r\n" + std::string(60'000, 'x') + ": 1\r\n" +
             "a: " + std::string(90'000, 'x') + "\r\nb: " + std::string(90'000, 'x') +
             "\r\nc: " + std::string(90'000, 'x') + "\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_EQ(failure(headers).first, ErrorCode::unexpected_answer);
}

TEST(HttpTransportTest, WhatWasNotSentIsToldFromWhatMayHaveBeenDone) {
  const RawServer silent([](const Socket& connection) { (void)request_from(connection); });
  EXPECT_THAT(failure(silent, change), IsFailure(ErrorCode::outcome_unknown, "without an answer"));
  const RawServer cut(saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"na"));
  EXPECT_THAT(failure(cut, change), IsFailure(ErrorCode::outcome_unknown, "in the middle"));
  const RawServer cut_piece(
      saying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\""));
  EXPECT_EQ(failure(cut_piece, change).first, ErrorCode::outcome_unknown);
  const RawServer strange(saying("220 mail.example.com ESMTP\r\n"));
  EXPECT_THAT(failure(strange, change), IsFailure(ErrorCode::unexpected_answer, "not speak HTTP"));
}

TEST(HttpTransportTest, AContentLengthThatIsTooShortCutsTheBody) {
  const RawServer server(saying("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{\"a\":1}"));

  EXPECT_EQ(asked(server).body, "{\"a");
}

TEST(HttpTransportTest, AnAnswerThatIsTooSlowIsOpen) {
  const RawServer server([](const Socket& connection) {
    (void)request_from(connection);
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
    for (int i = 0; i < 20; ++i) {  // each byte in time, all of them not
      connection.send("x");
      std::this_thread::sleep_for(milliseconds(30));
    }
  });

  EXPECT_THAT(failure({.base_url = server.url(), .timeout = milliseconds(200)}, change),
              IsFailure(ErrorCode::outcome_unknown, "did not come in time"));
}

TEST(HttpTransportTest, ANameARefusalAndAConnectionThatHangsAreToldApart) {
  EXPECT_THAT(failure({.base_url = "https://there.is.no.such.host.invalid"}),
              IsFailure(ErrorCode::unavailable, "name of its host was not found"));
  const int closed = RawServer(saying("")).port();
  EXPECT_THAT(failure({.base_url = "http://127.0.0.1:" + std::to_string(closed)}),
              IsFailure(ErrorCode::unavailable, "refused the connection"));
  const RawServer no_tls([](const Socket& connection) {
    (void)connection.receive([](const auto& text) { return !text.empty(); });
    connection.send("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  EXPECT_THAT(failure({.base_url = "https://127.0.0.1:" + std::to_string(no_tls.port())}, change),
              IsFailure(ErrorCode::unavailable, "TLS failed"));
  const RawServer hanging([](const Socket& connection) { (void)request_from(connection); });
  EXPECT_THAT(failure({.base_url = "https://127.0.0.1:" + std::to_string(hanging.port()),
                       .connect_timeout = milliseconds(200)},
                      change),
              IsFailure(ErrorCode::unavailable, "connect_timeout"));
}

TEST(HttpTransportTest, AProxyIsUsedIfItIsNamedAndThatOfTheEnvironmentIsNot) {
  const RawServer server(saying(answer_of("{}")));
  test::SharedText seen;
  const RawServer proxy([&](const Socket& connection) {
    seen.set(request_from(connection));
    connection.send(answer_of("[]"));
  });
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  const auto direct = asked(server).body;
  ::unsetenv("http_proxy");
  const auto by_proxy =
      http_transport({.base_url = "http://api.example.com", .proxy = proxy.url(), .insecure = true})
          ->send(question);

  EXPECT_EQ(direct, "{}");
  EXPECT_EQ(by_proxy.body, "[]");
  EXPECT_THAT(seen.get(), testing::StartsWith("GET http://api.example.com/v4/models"));
}

TEST(HttpTransportTest, AProxyThatRefusesIsNoPlatformThatWasReached) {
  const RawServer proxy(saying("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"));

  EXPECT_EQ(failure({.base_url = "https://api.example.com", .proxy = proxy.url()}, change).first,
            ErrorCode::unavailable);
}

TEST(HttpTransportTest, AConnectionIsKept) {
  const RawServer server([](const Socket& connection) {
    while (!request_from(connection).empty()) connection.send(answer_of("{}"));
  });
  const auto transport = http_transport({.base_url = server.url()});
  for (int i = 0; i < 5; ++i) (void)transport->send(change);

  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpTransportTest, ARequestIsSentOnceThoughItsConnectionWasDead) {
  std::atomic<int> requests = 0;
  const RawServer server([&](const Socket& connection) {
    for (int answers = 0; !request_from(connection).empty(); ++answers) {
      ++requests;
      if (answers == 1) return;  // carried out, and the answer is lost
      connection.send(answer_of("{}"));
    }
  });
  const auto transport = http_transport({.base_url = server.url()});
  (void)transport->send(question);
  for (const auto& request : {change, Request{.method = "DELETE", .target = "/v4/models/a"}}) {
    EXPECT_THAT(failure_of([&] { (void)transport->send(request); }),
                IsFailure(ErrorCode::outcome_unknown, "the connection broke"));
    EXPECT_EQ(transport->send(question).status, 200);
  }

  EXPECT_EQ(requests, 5);
}

TEST(HttpTransportTest, NoMessageHoldsAKey) {
  const RawServer silent([](const Socket& connection) { (void)request_from(connection); });
  const Request with_key{
      .method = "GET", .target = "/v4/models", .headers = {{"x-api-key", "secret-key"}}};

  EXPECT_THAT(failure(silent, with_key).second, Not(HasSubstr("secret-key")));
}

}  // namespace
}  // namespace modelreg
