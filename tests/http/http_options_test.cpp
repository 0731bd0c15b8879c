#include <gmock/gmock.h>

#include "client_fixture.hpp"
#include "modelreg/http.hpp"

namespace modelreg {
namespace {

using test::failure_of;
using testing::AllOf;
using testing::HasSubstr;

std::string refusal_of(HttpOptions options) {
  const auto [code, message] = failure_of([&] { (void)http_transport(options); });
  EXPECT_EQ(code, ErrorCode::invalid_argument) << message;
  return message;
}

TEST(HttpOptionsTest, AUrlIsRequiredAndHasASchemeThatIsSpoken) {
  EXPECT_EQ(refusal_of({}), "base_url: is required");
  for (const char* url : {"api.example.com", "api.example.com:443", "//api.example.com", "https://",
                          "ftp://api.example.com", "file:///etc/passwd", "no url", "https:///v4",
                          "https://api.example.com\r\n", "https://api.example.com:99999"}) {
    EXPECT_EQ(refusal_of({.base_url = url}),
              "base_url: must be a URL such as https://api.example.com")
        << url;
  }
}

TEST(HttpOptionsTest, AUrlEndsWithItsPathAndNamesNoUser) {
  EXPECT_THAT(refusal_of({.base_url = "https://ada:secret@api.example.com"}),
              AllOf(HasSubstr("must not have a user"), testing::Not(HasSubstr("secret"))));
  EXPECT_THAT(refusal_of({.base_url = "https://api.example.com/?a=b"}), HasSubstr("its path"));
  EXPECT_THAT(refusal_of({.base_url = "https://api.example.com/#a"}), HasSubstr("its path"));
}

TEST(HttpOptionsTest, HttpWithoutTlsIsForThisMachineAlone) {
  for (const char* url :
       {"http://api.example.com", "http://127.0.0.1.example.com", "http://localhost.example.com",
        "http://10.0.0.1", "http://[2001:db8::1]", "http://127.example.com:8642"}) {
    EXPECT_THAT(refusal_of({.base_url = url}),
                AllOf(HasSubstr("must begin with https://"), HasSubstr(".insecure = true")))
        << url;
  }
  for (const char* url : {"http://127.0.0.1:8642", "http://localhost/", "http://[::1]:8642",
                          "http://127.1.2.3/prefix", "https://api.example.com"}) {
    EXPECT_NE(http_transport({.base_url = url}), nullptr) << url;
  }
  EXPECT_NE(http_transport({.base_url = "http://api.example.com", .insecure = true}), nullptr);
}

TEST(HttpOptionsTest, EveryOptionAtFaultIsNamedAtOnce) {
  const auto message = refusal_of({.base_url = "https://api.example.com",
                                   .connect_timeout = std::chrono::milliseconds(0),
                                   .timeout = std::chrono::milliseconds(-1),
                                   .proxy = "proxy.example.com",
                                   .ca_file = "/there/is/no.pem",
                                   .user_agent = "a\r\nx-api-key: b"});
  for (const char* field :
       {"connect_timeout: ", "timeout: ", "proxy: ", "ca_file: ", "user_agent: "}) {
    EXPECT_THAT(message, HasSubstr(field));
  }
}

TEST(HttpOptionsTest, WhatCannotBeSentAsItIsIsRefused) {
  const auto transport = http_transport({.base_url = "http://127.0.0.1:1"});
  const auto refusal = [&](const Request& request) {
    const auto [code, message] = failure_of([&] { (void)transport->send(request); });
    EXPECT_EQ(code, ErrorCode::invalid_argument) << message;
    return message;
  };
  const auto with = [](Header header) {
    return Request{.method = "GET", .target = "/v4/models", .headers = {std::move(header)}};
  };

  EXPECT_THAT(refusal(with({"x-api-key", "secret\n"})),
              AllOf(HasSubstr("x-api-key"), HasSubstr("take off the line end"),
                    testing::Not(HasSubstr("secret"))));
  EXPECT_THAT(refusal(with({"x-api-key: a\r\nhost", "b"})), HasSubstr("headers: "));
  EXPECT_THAT(refusal(with({"Host", "elsewhere.example.com"})), HasSubstr("left to the transport"));
  EXPECT_THAT(refusal(with({"content-length", "7"})), HasSubstr("left to the transport"));
  EXPECT_THAT(refusal({.method = "GET /", .target = "/"}), HasSubstr("method: "));
  for (const char* target :
       {"", "v4/models", "@evil.example.com/", ".example.com/", "/a b", "/a\r\nb", "/a#b"}) {
    EXPECT_THAT(refusal({.method = "GET", .target = target}), HasSubstr("target: ")) << target;
  }
}

}  // namespace
}  // namespace modelreg
