#include <gmock/gmock.h>

#include <string>

#include "modelreg/wire.hpp"

namespace modelreg {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// The violation of a text that is no `Message`.
template <class Message>
std::string violation_of(std::string_view text) {
  try {
    (void)from_json_text<Message>(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    return error.what();
  }
  return "none";
}

const Request request{.method = "POST",
                      .target = "/v4/models?x=ä",
                      .headers = {{"x-api-key", "\"s\""}, {"content-type", "application/json"}},
                      .body = "{\"name\":\n\"a\\tb\"}"};

TEST(MessageTextTest, ARequestComesBackFromItsText) {
  const std::string text = to_json_text(request);

  EXPECT_THAT(text, HasSubstr(R"({"method":"POST","target":"/v4/models?x=ä","headers":{)"));
  EXPECT_EQ(text.find('\n'), std::string::npos);
  const auto copy = from_json_text<Request>(text);
  EXPECT_EQ(copy.method, request.method);
  EXPECT_EQ(copy.target, request.target);
  EXPECT_EQ(copy.headers, request.headers);
  EXPECT_EQ(copy.body, request.body);
}

TEST(MessageTextTest, AResponseComesBackFromItsText) {
  const Response response{
      .status = 422, .headers = {{"content-type", "application/json"}}, .body = "{}"};

  EXPECT_EQ(to_json_text(response),
            R"({"status":422,"headers":{"content-type":"application/json"},"body":"{}"})");
  EXPECT_EQ(from_json_text<Response>(to_json_text(response)), response);
}

TEST(MessageTextTest, HeadersAndBodyMayBeLeftOut) {
  const auto bare = from_json_text<Request>(R"({"method": "GET", "target": "/v4/models"})");

  EXPECT_THAT(bare.headers, ElementsAre());
  EXPECT_EQ(bare.body, "");
}

TEST(MessageTextTest, ABodyMayBeAnObjectInsteadOfItsText) {
  const auto nested =
      from_json_text<Request>(R"({"method":"POST","target":"/","body":{"a": [1, {"b": 2.50}]}})");

  EXPECT_EQ(nested.body, R"({"a":[1,{"b":2.50}]})");
}

TEST(MessageTextTest, HeadersOfOneNameAreJoinedByCommas) {
  const Response response{.status = 200, .headers = {{"allow", "GET"}, {"allow", "PATCH"}}};

  EXPECT_EQ(to_json_text(response), R"({"status":200,"headers":{"allow":"GET, PATCH"},"body":""})");
}

TEST(MessageTextTest, WhatIsNoMessageIsRefusedWithEveryViolation) {
  EXPECT_EQ(violation_of<Request>("[]"), "must be a JSON object");
  EXPECT_EQ(violation_of<Request>("{}"), "method: is required; target: is required");
  EXPECT_EQ(violation_of<Request>(R"({"method":"GET","target":"/","colour":1})"),
            "colour: is not a field of this request");
  EXPECT_EQ(violation_of<Request>(R"({"method":"GET","target":"/","body":3})"),
            "body: must be a string");
  EXPECT_EQ(violation_of<Request>(R"({"method":"GET","target":"/","headers":{"a":1}})"),
            "headers: every value must be a string");
  EXPECT_EQ(violation_of<Response>(R"({"status":1000})"),
            "status: must be an HTTP status, 100 to 599");
  EXPECT_EQ(violation_of<Response>("{"), "is not valid JSON (at byte 2)");
}

TEST(MessageTextTest, AMessageThatIsNoUtf8IsRefused) {
  EXPECT_THROW((void)to_json_text(Request{.method = "GET", .target = "/\xff"}), Error);
  EXPECT_THROW((void)to_json_text(Response{.status = 200, .headers = {{"a", "\xff"}}}), Error);
  EXPECT_THROW((void)to_json_text(Response{.status = 200, .body = std::string(1, '\0')}), Error);
}

}  // namespace
}  // namespace modelreg
