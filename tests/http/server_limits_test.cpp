#include "http/server_fixture.hpp"
#include "modelreg/limits.hpp"

namespace modelreg {
namespace {

using std::chrono::milliseconds;
using test::Connection;
using testing::HasSubstr;
using testing::StartsWith;

class ServerLimitsTest : public test::ServerTest {
 protected:
  /// What comes back to a POST with these headers and this body, and whether it is the only answer.
  std::string posted(const std::string& headers, const std::string& body) const {
    return raw("POST /v4/model-groups HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + key.secret +
               "\r\n" + headers + "\r\n" + body);
  }

  /// What comes after the answer to such a head must be taken neither for a body nor for a request.
  void expect_closed_after(const std::string& head, const std::string& status) const {
    const Connection connection(server.port());
    connection.send(head);
    const auto answer = connection.receive([](const auto& text) { return text.ends_with("}"); });
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + status)) << head.substr(0, 200);
    connection.send("GET /v4/models HTTP/1.1\r\nHost: localhost\r\n\r\n");

    // Newer versions of cpp-httplib wait for the rest before they close.
    const auto more =
        connection.receive([](const auto& text) { return !text.empty(); }, std::chrono::seconds(8));
    EXPECT_EQ(more, "") << head.substr(0, 200);
    EXPECT_TRUE(connection.is_closed_within(milliseconds(100))) << head.substr(0, 200);
  }

  std::string group_of_bytes(std::size_t bytes) const {
    std::string body = R"({"account_id":"acme","name":"n"})";
    body.resize(bytes, ' ');
    return body;
  }
};

TEST_F(ServerLimitsTest, ABodyHasWhatHandleAdmitsAndOneByteMoreIsRefusedAsHandleDoes) {
  const auto sent = [&](std::size_t bytes) {
    return Request{.method = "POST",
                   .target = "/v4/model-groups",
                   .headers = {{"x-api-key", key.secret}},
                   .body = group_of_bytes(bytes)};
  };
  EXPECT_EQ(transport->send(sent(max_body_bytes)).status, 200);
  for (const std::size_t more : {std::size_t{1}, max_body_bytes}) {
    const auto larger = transport->send(sent(max_body_bytes + more));
    EXPECT_EQ(larger.status, 422);
    EXPECT_EQ(larger.body, handle(registry, sent(max_body_bytes + 1)).body);
  }
}

TEST_F(ServerLimitsTest, ABodyThatIsSaidToBeFarTooLargeIsNotRead) {
  expect_closed_after(
      "POST /v4/models HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n{",
      "413 ");
}

TEST_F(ServerLimitsTest, ABodyInPiecesIsTakenAndBoundedToo) {
  const auto answer = posted("Transfer-Encoding: chunked\r\n",
                             "21\r\n{\"account_id\":\"acme\",\"name\":\"n\"} \r\n0\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));

  const Connection connection(server.port());
  connection.send("POST /v4/model-groups HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + key.secret +
                  "\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 40; ++i) connection.send("100000\r\n" + std::string(1 << 20, ' ') + "\r\n");
  EXPECT_TRUE(connection.is_closed_within(milliseconds(2000)));
}

TEST_F(ServerLimitsTest, WhatIsLeftOfARefusedRequestIsNoRequest) {
  const std::string host = " HTTP/1.1\r\nHost: localhost\r\n";
  expect_closed_after("POST /" + host + "Content-Length: 45\r\nContent-Length: 1\r\n\r\n", "400 ");
  expect_closed_after("POST /" + host + "Content-Length: 45\r\nTransfer-Encoding: chunked\r\n\r\n",
                      "400 ");
  expect_closed_after("GET /" + host + "Content-Length: 45\r\n\r\n", "400 ");
  expect_closed_after("POST /" + host + "Content-Length: many\r\n\r\n", "400 ");
  expect_closed_after("POST / HTTP/1.1\r\nHost: evil.example.com\r\nContent-Length: 45\r\n\r\n",
                      "403 ");
  expect_closed_after("DELETE /v4/models/a" + host + "Transfer-Encoding: chunked\r\n\r\n", "411 ");
  expect_closed_after("POST /" + std::string(2000, 'a') + host + "Content-Length: 45\r\n\r\n",
                      "414 ");
  expect_closed_after("POST /v4/models" + host + "\r\n", "401 ");
}

TEST_F(ServerLimitsTest, TheHeadIsBounded) {
  std::string many = "Host: localhost\r\n";
  for (int i = 0; i < 120; ++i) many += "x-" + std::to_string(i) + ": 1\r\n";
  EXPECT_THAT(get("/v4/models", many),
              testing::AnyOf(StartsWith("HTTP/1.1 400 "), StartsWith("HTTP/1.1 431 ")));
  EXPECT_THAT(get("/v4/models", "Host: localhost\r\nx: " + std::string(20'000, 'x') + "\r\n"),
              StartsWith("HTTP/1.1 4"));
  EXPECT_THAT(get("/v4/models?" + std::string(20'000, 'x'), "Host: localhost\r\n"),
              StartsWith("HTTP/1.1 414 "));
}

TEST_F(ServerLimitsTest, WhatIsNoHttpIsRefusedInJson) {
  const auto answer = raw("NONSENSE\r\n\r\n");

  EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(answer, HasSubstr(R"({"detail":")"));
}

TEST_F(ServerLimitsTest, WhoSaysNothingIsLeft) {
  const Connection idle(server.port());
  EXPECT_TRUE(idle.is_closed_within(milliseconds(4000)));
}

TEST_F(ServerLimitsTest, WhoFindsNoPlaceWaits) {
  const serve::Server small(registry, {.most_connections = 1});
  const auto first = std::make_unique<Connection>(small.port());
  const Connection second(small.port());
  second.send("GET /v4/models HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(second.receive([](const auto& text) { return !text.empty(); }, milliseconds(200)), "");

  EXPECT_THAT(second.receive([](const auto& text) { return !text.empty(); }, milliseconds(5000)),
              StartsWith("HTTP/1.1 401 "));
}

}  // namespace
}  // namespace modelreg
