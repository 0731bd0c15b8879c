#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "modelreg/limits.hpp"
#include "session_fixture.hpp"
#include "wire_fixture.hpp"

/// Texts that try to be something else: SQL, JSON, paths, too much of anything.
namespace modelreg {
namespace {

using namespace std::string_literals;
using test::error_of;

/// Texts that do harm where they are taken for SQL, for JSON or for a pattern.
std::vector<std::string> payloads() {
  std::vector<std::string> texts{"'",
                                 "''",
                                 "\"",
                                 "`",
                                 ";",
                                 "--",
                                 "/*",
                                 "*/",
                                 "\\",
                                 "%",
                                 "_",
                                 "?1",
                                 ":id",
                                 "@x",
                                 "$y",
                                 "NULL",
                                 "null",
                                 "true",
                                 "0",
                                 "-1",
                                 "1e999",
                                 "{}",
                                 "[]",
                                 "{\"a\":1}",
                                 "\n",
                                 "\t",
                                 "\x1f",
                                 "\x7f",
                                 "' OR '1'='1",
                                 "' OR 1=1 --",
                                 "'; DROP TABLE model_group; --",
                                 "x'); DELETE FROM account; --",
                                 "\"; ATTACH 'x' AS y; --",
                                 "' UNION SELECT digest FROM api_key --",
                                 "a' || (SELECT 1) || 'b",
                                 "\\u0000",
                                 "%00",
                                 "%27",
                                 "%2e%2e%2f",
                                 "../../etc/passwd",
                                 "file:x?mode=memory",
                                 ":memory:",
                                 "<script>alert(1)</script>",
                                 "${jndi:ldap://x}",
                                 "{{7*7}}",
                                 "é",
                                 "漢字",
                                 "🙂",
                                 "\u202e",
                                 "\u0000"s + "x",
                                 "e\u0301",
                                 "\ufeff",
                                 "\xef\xbf\xbd",
                                 std::string(255, 'x'),
                                 "COMPLETION",
                                 "completion"};
  std::mt19937 chance(42);
  const std::string pieces[] = {"'",  "\"", ";",       "--", " OR ", "1=1",
                                "(",  ")",  "SELECT ", "é",  "\\",   "%",
                                "{",  "}",  ":",       ",",  "x",    "DROP TABLE account",
                                "\n", " "};
  while (texts.size() < 210) {
    std::string text;
    for (auto count = chance() % 12 + 1; count > 0; --count) text += pieces[chance() % 20];
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
  }
  std::erase_if(texts,
                [](const std::string& text) { return text.find('\0') != std::string::npos; });
  return texts;
}

class PayloadTest : public test::WireTest {};

TEST_F(PayloadTest, EveryTextComesBackAsItWasAndTouchesNothingElse) {
  const auto untouched = stranger.create_model_group({.name = "untouched"});
  std::int64_t count = 0;
  for (const auto& text : payloads()) {
    const auto group =
        session.create_model_group({.name = text, .description = text, .id = ModelGroupId(text)});
    const auto instance = session.create_model_instance({.name = text,
                                                         .model_type = ModelType::generic,
                                                         .base_model_id = text,
                                                         .model_card = text,
                                                         .training_data_card = text,
                                                         .description = text,
                                                         .model_template_id = text,
                                                         .model_group_id = group.id,
                                                         .id = ModelInstanceId(text)});
    const auto deployment =
        session.create_model_deployment(instance.id, {.name = text, .id = ModelDeploymentId(text)});
    ++count;

    EXPECT_EQ(session.get_model_group(ModelGroupId(text)), group);
    auto stored = session.get_model_instance(ModelInstanceId(text));
    EXPECT_EQ(stored.deployment_count, 1);
    stored.deployment_count = 0;
    EXPECT_EQ(stored, instance);
    EXPECT_EQ(stored.model_card, text);
    EXPECT_EQ(session.get_model_deployment(deployment.id), deployment);
    EXPECT_EQ(from_json_text<ModelInstance>(to_json_text(instance)), instance);
    ModelInstanceQuery query;
    query.model_group_id = ModelGroupId(text);
    EXPECT_EQ(session.list_model_instances(query).total_item_count, 1);
    query.sort_by = {{text}};
    EXPECT_EQ(error_of([&] { (void)session.list_model_instances(query); }),
              ErrorCode::invalid_argument);
    EXPECT_FALSE(stranger.find_model_group(ModelGroupId(text)));
    EXPECT_EQ(error_of([&] { (void)registry.authenticate(text); }), ErrorCode::unauthenticated);
  }

  EXPECT_GE(count, 200);
  EXPECT_EQ(session.list_model_groups().total_item_count, count);
  EXPECT_EQ(session.list_model_instances().total_item_count, count);
  EXPECT_EQ(stranger.list_model_groups().items, std::vector{untouched});
  EXPECT_TRUE(registry.check().sound());
}

TEST_F(PayloadTest, EveryPlaceOfARequestTakesAnyText) {
  for (const auto& text : payloads()) {
    for (const auto& request :
         {Request{.method = text, .target = "/v4/models"}, Request{.method = "GET", .target = text},
          Request{.method = "GET", .target = "/v4/models/" + text},
          Request{.method = "GET", .target = "/v4/models?" + text + "=" + text},
          Request{.method = "GET", .target = "/v4/models?sort_by=" + text + "&page=" + text},
          Request{.method = "POST", .target = "/v4/models", .body = text}}) {
      auto sent = request;
      sent.headers = {{"x-api-key", key.secret}, {text, text}};
      const auto response = handle(registry, sent);
      EXPECT_LT(response.status, 500) << text << '\n' << response.body;
      EXPECT_TRUE(test::json::accept(response.body)) << response.body;
    }
  }
}

struct Boundary {
  const char* name;
  std::string text;
  bool accepted;
};

std::string nested(int levels) {
  std::string text;
  for (int i = 0; i < levels; ++i) text += R"({"a":)";
  return text + "1" + std::string(static_cast<std::size_t>(levels), '}');
}

std::string with_keys(int count) {
  std::string text = "{";
  for (int i = 0; i < count; ++i) {
    text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
  }
  return text + "}";
}

std::string of_bytes(std::size_t count) {
  return R"({"a":")" + std::string(count - 8, 'x') + R"("})";
}

const std::vector<Boundary> boundaries{
    {"empty", "", false},
    {"blank", " ", false},
    {"empty object", "{}", true},
    {"object in white space", " \t\r\n{ }\n", true},
    {"array", "[]", false},
    {"string", "\"a\"", false},
    {"number", "1", false},
    {"null", "null", false},
    {"two objects", "{}{}", false},
    {"object and a comma", "{},", false},
    {"missing brace", "{\"a\":1", false},
    {"brace more", "{\"a\":1}}", false},
    {"trailing comma", "{\"a\":1,}", false},
    {"key without quotes", "{a:1}", false},
    {"single quotes", "{'a':1}", false},
    {"comment", "{/* a */}", false},
    {"same key twice", R"({"a":1,"a":2})", false},
    {"same key twice, once escaped", R"({"a":1,"\u0061":2})", false},
    {"same key twice, deep", R"({"b":[{"a":1,"a":2}]})", false},
    {"same key in two objects", R"({"b":{"a":1},"c":{"a":2}})", true},
    {"empty key", R"({"":1})", true},
    {"largest integer", R"({"a":9223372036854775807})", true},
    {"integer beyond 64 bits", R"({"a":9223372036854775808})", true},
    {"unsigned largest integer", R"({"a":18446744073709551615})", true},
    {"smallest integer", R"({"a":-9223372036854775808})", true},
    {"integer below 64 bits", R"({"a":-9223372036854775809})", true},
    {"minus zero", R"({"a":-0})", true},
    {"leading zero", R"({"a":01})", false},
    {"plus", R"({"a":+1})", false},
    {"point without digits", R"({"a":1.})", false},
    {"largest double", R"({"a":1.7976931348623157e308})", true},
    {"number beyond a double", R"({"a":1e309})", true},
    {"smallest double", R"({"a":5e-324})", true},
    {"not a number", R"({"a":NaN})", false},
    {"infinity", R"({"a":Infinity})", false},
    {"NUL escaped", R"({"a":"\u0000"})", false},
    {"NUL in a key", R"({"\u0000":1})", false},
    {"NUL byte", "{\"a\":\"\0\"}"s, false},
    {"NUL byte behind", "{}\0"s, false},
    {"line feed in a string", "{\"a\":\"\n\"}", false},
    {"surrogate pair", R"({"a":"\ud83d\ude42"})", true},
    {"lone surrogate", R"({"a":"\ud83d"})", false},
    {"swapped surrogates", R"({"a":"\ude42\ud83d"})", false},
    {"unknown escape", R"({"a":"\x41"})", false},
    {"overlong UTF-8", "{\"a\":\"\xc0\xaf\"}", false},
    {"UTF-8 cut off", "{\"a\":\"\xe6\xbc\"}", false},
    {"UTF-8 beyond Unicode", "{\"a\":\"\xf4\x90\x80\x80\"}", false},
    {"surrogate in UTF-8", "{\"a\":\"\xed\xa0\x80\"}", false},
    {"byte order mark", "\xef\xbb\xbf{}", true},
    {"31 levels", nested(31), true},
    {"32 levels", nested(32), false},
    {"100,000 levels", nested(100'000), false},
    {"100,000 brackets", "{\"a\":" + std::string(100'000, '['), false},
    {"4,097 keys", with_keys(4097), true},
    {"1 MiB", of_bytes(1 << 20), true},
    {"1 MiB and a byte", of_bytes((1 << 20) + 1), false},
};

TEST(BoundaryTest, EveryTextIsAcceptedAndComesBackOrIsRefusedWithAReason) {
  EXPECT_GE(boundaries.size(), 40U);
  for (const auto& [name, text, accepted] : boundaries) {
    try {
      const JsonObject object(text);
      EXPECT_TRUE(accepted) << name;
      EXPECT_EQ(JsonObject(object.text()).text(), object.text()) << name;
    } catch (const Error& error) {
      EXPECT_FALSE(accepted) << name << ": " << error.what();
      EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
      EXPECT_FALSE(error.violations().empty()) << name;
    }
  }
}

/// The most memory that this process ever had.
long peak_kib() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/// How long this process was on a processor.
std::chrono::microseconds processor_time() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return std::chrono::seconds(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         std::chrono::microseconds(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

class ResourceTest : public test::WireTest {
 protected:
  /// `work` must end soon and without much memory.
  template <class Work>
  void expect_cheap(const Work& work) {
    const long before = peak_kib();
    const auto start = processor_time();
    work();
    EXPECT_LT(processor_time() - start, std::chrono::seconds(5));
    EXPECT_LT(peak_kib() - before, 256L * 1024);  // sanitizers included
  }
};

TEST_F(ResourceTest, ATextThatIsTooMuchCostsLittle) {
  const auto body = [](const std::string& value) {
    return R"({"name":"n","model_type":"GENERIC","account_id":"acme","base_model_metadata":)" +
           value + "}";
  };
  for (const auto& text :
       {of_bytes((1 << 20) + 1), nested(33), nested(100'000), with_keys(100'000),
        std::string(1 << 20, '['), std::string(1 << 20, '"'), with_keys(700'000)}) {
    expect_cheap([&] {
      const auto response = send("POST", "/v4/models", body(text));
      EXPECT_LT(response.status, 500) << response.body;
    });
  }
}

/// A body with so many members, of which each costs as little as can be and as much as it can.
std::string of_members(const std::string& member) {
  std::string text = R"({"name":"n","account_id":"acme")";
  for (int i = 0; text.size() < max_body_bytes - 100; ++i) {
    text += "," + (member.empty() ? "\"" + std::to_string(i) + "\":0" : member);
  }
  return text + "}";
}

TEST_F(ResourceTest, ABodyThatIsAllMembersCostsLittle) {
  for (const std::string member :
       {"", R"("":0)", R"("a":[[]])", R"("a":"\u0000")", R"("a":9223372036854775808)"}) {
    const auto body = of_members(member);
    expect_cheap([&] {
      const auto response =
          handle(registry, {"POST", "/v4/model-groups", {{"x-api-key", key.secret}}, body});
      EXPECT_EQ(response.status, 422);
      EXPECT_LT(response.body.size(), 64U << 10);
    });
  }
}

TEST_F(ResourceTest, APageThatIsTooLargeIsRefused) {
  expect_cheap([&] {
    EXPECT_EQ(send("GET", "/v4/models?limit=1000000000").status, 422);
    EXPECT_EQ(send("GET", "/v4/models?page=2147483647&limit=10000").status, 200);
    EXPECT_EQ(send("GET", "/v4/models?page=99999999999999999999").status, 422);
    EXPECT_EQ(send("GET", "/v4/models?" + std::string(1 << 20, '&')).status, 200);
    EXPECT_EQ(send("GET", "/" + std::string(1 << 20, '/')).status, 404);
  });
}

}  // namespace
}  // namespace modelreg
