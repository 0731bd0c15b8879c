#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <new>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "c/last_error.hpp"
#include "modelreg/modelreg.h"
#include "modelreg/modelreg.hpp"
#include "parallel.hpp"
#include "temporary_folder.hpp"

namespace modelreg::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

struct Closing {
  void operator()(modelreg_registry* registry) const { modelreg_close(registry); }
  void operator()(modelreg_response* response) const { modelreg_free_response(response); }
};
using OpenRegistry = std::unique_ptr<modelreg_registry, Closing>;
using Answer = std::unique_ptr<modelreg_response, Closing>;

modelreg_text text_of(std::string_view text) { return {text.data(), text.size()}; }
std::string string_of(const modelreg_text& text) { return {text.data, text.size}; }
std::string last_code() { return modelreg_last_error()->code; }
std::string last_message() { return modelreg_last_error()->message; }

class CInterfaceTest : public ::testing::Test {
 protected:
  OpenRegistry registry{modelreg_open_in_memory()};
  char secret[MODELREG_SECRET_SIZE] = "?";

  void SetUp() override {
    ASSERT_TRUE(modelreg_create_api_key(registry.get(), "acme", "ada", "label", secret));
  }

  /// What is asked, with the key.
  [[nodiscard]] Answer ask(std::string_view method, std::string_view target,
                           std::string_view body = {}, unsigned options = 0) const {
    const modelreg_header key = {text_of("x-api-key"), text_of(secret)};
    const modelreg_request request = {.method = text_of(method),
                                      .target = text_of(target),
                                      .headers = &key,
                                      .header_count = 1,
                                      .body = text_of(body)};
    return Answer(modelreg_handle(registry.get(), &request, options));
  }

  [[nodiscard]] Answer create_group(std::string_view name = "summarisers") const {
    return ask("POST", "/v4/model-groups",
               R"({"account_id": "acme", "name": ")" + std::string(name) + "\"}");
  }
};

TEST_F(CInterfaceTest, ARequestIsAnsweredAsByHandle) {
  auto same = Registry::in_memory();
  const auto key = same.create_api_key({.account_id = "acme", .user_id = "ada"});
  const auto wanted = handle(same, {.method = "PUT",
                                    .target = "/v4/models",
                                    .headers = {{"x-api-key", key.secret}},
                                    .body = {}});

  const auto answer = ask("PUT", "/v4/models");

  ASSERT_NE(answer, nullptr);
  std::vector<Header> headers;
  for (std::size_t i = 0; i < answer->header_count; ++i) {
    headers.push_back({string_of(answer->headers[i].name), string_of(answer->headers[i].value)});
  }
  EXPECT_THAT(headers, SizeIs(2));  // `allow`, too
  EXPECT_EQ((Response{answer->status, headers, string_of(answer->body)}), wanted);
}

TEST_F(CInterfaceTest, ABodyIsBytesWithALength) {
  const std::string_view body = R"({"account_id": "acme", "name": "n"} and more)";

  EXPECT_EQ(ask("POST", "/v4/model-groups", body)->status, 422);
  EXPECT_EQ(ask("POST", "/v4/model-groups", body.substr(0, body.find('}') + 1))->status, 200);
  EXPECT_EQ(ask("POST", "/v4/model-groups", std::string(3, '\0'))->status, 422);
}

TEST_F(CInterfaceTest, EachTextOfAnAnswerIsFollowedByANul) {
  const auto answer = create_group();

  EXPECT_EQ(answer->body.data[answer->body.size], '\0');
  EXPECT_EQ(answer->headers[0].value.data[answer->headers[0].value.size], '\0');
  EXPECT_EQ(ask("HEAD", "/v4/models")->body.size, 0);
  EXPECT_STREQ(ask("HEAD", "/v4/models")->body.data, "");
}

TEST_F(CInterfaceTest, AnAnswerIsGoodAfterTheRegistryIsClosed) {
  const auto answer = create_group();

  registry.reset();

  EXPECT_EQ(nlohmann::json::parse(string_of(answer->body)).at("name"), "summarisers");
}

TEST_F(CInterfaceTest, NoBytesMayBeNull) {
  const modelreg_request nothing = {};
  const Answer answer(modelreg_handle(registry.get(), &nothing, 0));

  EXPECT_EQ(answer->status, 404);
  EXPECT_EQ(modelreg_text_of(nullptr).size, 0);
}

TEST_F(CInterfaceTest, NullWhereItIsNotAllowedIsRefused) {
  const modelreg_request request = {};
  std::vector<std::string> messages;
  const auto refused = [&](auto result) {
    EXPECT_FALSE(result);
    EXPECT_EQ(last_code(), "invalid_argument");
    messages.push_back(last_message());
  };

  refused(modelreg_open(nullptr, 0));
  refused(modelreg_handle(nullptr, &request, 0));
  refused(modelreg_handle(registry.get(), nullptr, 0));
  refused(modelreg_create_api_key(nullptr, "acme", "ada", "", secret));
  refused(modelreg_create_api_key(registry.get(), nullptr, "ada", "", secret));
  refused(modelreg_create_api_key(registry.get(), "acme", nullptr, "", secret));
  refused(modelreg_create_api_key(registry.get(), "acme", "ada", "", nullptr));
  refused(modelreg_snapshot(nullptr, "x"));
  refused(modelreg_snapshot(registry.get(), nullptr));

  EXPECT_THAT(messages, ElementsAre("path must not be NULL", "registry must not be NULL",
                                    "request must not be NULL", "registry must not be NULL",
                                    "account_id must not be NULL", "user_id must not be NULL",
                                    "secret must not be NULL", "registry must not be NULL",
                                    "path must not be NULL"));
}

TEST_F(CInterfaceTest, ATextWithASizeAndNoBytesIsRefused) {
  const modelreg_text broken = {nullptr, 1};
  const modelreg_header broken_name = {broken, {}};
  const modelreg_header broken_value = {{}, broken};
  const std::vector<modelreg_request> requests = {
      {broken, {}, nullptr, 0, {}}, {{}, broken, nullptr, 0, {}},  {{}, {}, nullptr, 0, broken},
      {{}, {}, nullptr, 1, {}},     {{}, {}, &broken_name, 1, {}}, {{}, {}, &broken_value, 1, {}},
  };

  std::vector<std::string> messages;
  for (const auto& request : requests) {
    EXPECT_EQ(modelreg_handle(registry.get(), &request, 0), nullptr);
    messages.push_back(last_message());
  }

  EXPECT_THAT(
      messages,
      ElementsAre("request.method.data must not be NULL", "request.target.data must not be NULL",
                  "request.body.data must not be NULL", "request.headers must not be NULL",
                  "request.headers[].name.data must not be NULL",
                  "request.headers[].value.data must not be NULL"));
}

TEST_F(CInterfaceTest, NullIsClosedAndGivenBackWithoutHarm) {
  modelreg_close(nullptr);
  modelreg_free_response(nullptr);
}

TEST_F(CInterfaceTest, AnUnknownOptionIsRefused) {
  const TemporaryFolder folder;
  const modelreg_request request = {};

  EXPECT_EQ(modelreg_open((folder / "models.db").c_str(), 8), nullptr);
  EXPECT_EQ(last_code(), "invalid_argument");
  EXPECT_FALSE(std::filesystem::exists(folder / "models.db"));
  EXPECT_EQ(modelreg_handle(registry.get(), &request, 4), nullptr);
  EXPECT_EQ(last_code(), "invalid_argument");
}

TEST_F(CInterfaceTest, AKeyActsInItsAccountAndIsKnownByItsLabel) {
  const auto group = nlohmann::json::parse(string_of(create_group()->body));

  EXPECT_THAT(secret, StartsWith("modelreg_"));
  EXPECT_EQ(group.at("account_id"), "acme");
  EXPECT_EQ(group.at("created_by_user_id"), "ada");
  EXPECT_TRUE(modelreg_create_api_key(registry.get(), "acme", "ada", nullptr, secret));
}

TEST_F(CInterfaceTest, AfterAFailureTheSecretIsAnEmptyText) {
  EXPECT_FALSE(modelreg_create_api_key(registry.get(), "", "ada", "", secret));

  EXPECT_STREQ(secret, "");
  EXPECT_EQ(last_code(), "invalid_argument");
  EXPECT_THAT(last_message(), HasSubstr("account_id"));
}

TEST_F(CInterfaceTest, OptionsOfARequestChooseItsEdition) {
  const auto body =
      R"({"account_id": "acme", "name": "n", "model_type": "AGENT", "model_vendor": "VERTEX_AI"})";

  EXPECT_EQ(ask("POST", "/v4/models", body)->status, 422);
  EXPECT_EQ(ask("POST", "/v4/models", body, MODELREG_CURRENT_EDITION)->status, 200);
}

TEST_F(CInterfaceTest, OptionsOfARequestRejectUnknownFields) {
  const auto body = R"({"account_id": "acme", "name": "n", "nmae": "m"})";

  EXPECT_EQ(ask("POST", "/v4/model-groups", body)->status, 200);
  EXPECT_EQ(ask("POST", "/v4/model-groups", body, MODELREG_REJECT_UNKNOWN_FIELDS)->status, 422);
}

TEST_F(CInterfaceTest, AFileIsOpenedAgain) {
  const TemporaryFolder folder;
  const std::string path = (folder / "modèles.db").string();
  registry.reset(modelreg_open(path.c_str(), 0));
  ASSERT_TRUE(modelreg_create_api_key(registry.get(), "acme", "ada", nullptr, secret));
  ASSERT_EQ(create_group()->status, 200);

  registry.reset(modelreg_open(path.c_str(), MODELREG_READ_ONLY | MODELREG_MUST_EXIST));

  ASSERT_NE(registry, nullptr) << last_message();
  EXPECT_THAT(string_of(ask("GET", "/v4/model-groups")->body), HasSubstr("summarisers"));
  EXPECT_EQ(create_group()->status, 500);  // every change is refused
}

TEST_F(CInterfaceTest, AMissingFileThatMustExistIsNotMade) {
  const TemporaryFolder folder;

  EXPECT_EQ(modelreg_open((folder / "models.db").c_str(), MODELREG_MUST_EXIST), nullptr);

  EXPECT_EQ(last_code(), "not_found");
  EXPECT_FALSE(std::filesystem::exists(folder / "models.db"));
}

TEST_F(CInterfaceTest, AFileThatOthersMayWriteToIsOpenedWhereThatIsAskedFor) {
  const TemporaryFolder folder;
  const auto path = folder / "models.db";
  OpenRegistry(modelreg_open(path.c_str(), 0));
  std::filesystem::permissions(path, std::filesystem::perms(0666));

  EXPECT_EQ(modelreg_open(path.c_str(), 0), nullptr);
  EXPECT_NE(OpenRegistry(modelreg_open(path.c_str(), MODELREG_TRUST_ANY)), nullptr);
}

TEST_F(CInterfaceTest, ASnapshotIsTheWholeRegistry) {
  const TemporaryFolder folder;
  const std::string path = (folder / "copy.db").string();
  ASSERT_EQ(create_group()->status, 200);

  ASSERT_TRUE(modelreg_snapshot(registry.get(), path.c_str())) << last_message();
  registry.reset(modelreg_open(path.c_str(), MODELREG_MUST_EXIST));

  EXPECT_THAT(string_of(ask("GET", "/v4/model-groups")->body), HasSubstr("summarisers"));
}

TEST_F(CInterfaceTest, ThereIsNoFileAfterASnapshotThatFailed) {
  const TemporaryFolder folder;

  EXPECT_FALSE(modelreg_snapshot(registry.get(), (folder / "no/copy.db").c_str()));

  EXPECT_EQ(last_code(), "not_found");
  EXPECT_FALSE(std::filesystem::exists(folder / "no"));
}

TEST_F(CInterfaceTest, TheLastErrorIsThatOfTheThread) {
  EXPECT_EQ(modelreg_open(nullptr, 0), nullptr);

  std::thread([] {
    EXPECT_EQ(last_code(), "");  // none of its calls has failed
    EXPECT_EQ(last_message(), "");
    const TemporaryFolder folder;
    EXPECT_EQ(modelreg_open((folder / "models.db").c_str(), MODELREG_MUST_EXIST), nullptr);
    EXPECT_EQ(last_code(), "not_found");
  }).join();

  EXPECT_EQ(last_code(), "invalid_argument");
}

TEST_F(CInterfaceTest, ACallThatSucceedsLeavesTheLastErrorAsItIs) {
  EXPECT_EQ(modelreg_open(nullptr, 0), nullptr);

  EXPECT_EQ(create_group()->status, 200);

  EXPECT_EQ(last_message(), "path must not be NULL");
}

TEST_F(CInterfaceTest, AMessageEndsWithAWholeCharacterAfter2000Bytes) {
  for (const auto* const letter : {"e", "é", "漢", "🙂"}) {
    for (const std::string before : {"", "x", "xx", "xxx"}) {
      std::string message = before;
      while (message.size() < 2000) message += letter;

      c::remember("unexpected", message);
      const auto kept = last_message();

      EXPECT_EQ(kept, message.substr(0, kept.size()));
      EXPECT_LE(kept.size(), 2000);
      EXPECT_GT(kept.size() + std::string_view(letter).size(), 2000);
      EXPECT_NO_THROW((void)nlohmann::json(kept).dump());  // throws where it is no UTF-8
    }
  }
}

TEST_F(CInterfaceTest, NoExceptionLeavesACall) {
  EXPECT_FALSE(c::guarded([]() -> bool { throw std::runtime_error("a library's"); }));
  EXPECT_EQ(last_code() + ": " + last_message(), "unexpected: a library's");
  EXPECT_FALSE(c::guarded([]() -> bool { throw 1; }));
  EXPECT_EQ(last_code() + ": " + last_message(), "unexpected: something unexpected happened");
  EXPECT_FALSE(c::guarded([]() -> bool { throw std::bad_alloc(); }));
  EXPECT_EQ(last_code(), "out_of_memory");
}

TEST_F(CInterfaceTest, ARegistryMayBeUsedFromAnyNumberOfThreads) {
  std::atomic<int> created = 0;
  in_threads(4, [&] {
    for (int i = 0; i < 25; ++i) {
      if (create_group()->status == 200) ++created;
      EXPECT_EQ(modelreg_handle(registry.get(), nullptr, 0), nullptr);
      EXPECT_EQ(last_message(), "request must not be NULL");
    }
  });

  EXPECT_EQ(created, 100);
  EXPECT_EQ(nlohmann::json::parse(string_of(ask("GET", "/v4/model-groups?limit=1")->body))
                .at("total_item_count"),
            100);
}

TEST_F(CInterfaceTest, OneThatWasForkedOpensARegistryOfItsOwn) {
  EXPECT_EQ(in_processes(1,
                         [&] {
                           if (create_group()->status == 200) throw std::runtime_error("answered");
                           registry.release();  // the parent's
                           registry.reset(modelreg_open_in_memory());
                           if (!modelreg_create_api_key(registry.get(), "acme", "ada", "", secret))
                             throw std::runtime_error("no key");
                           if (create_group()->status != 200) throw std::runtime_error("refused");
                         }),
            1);
}

}  // namespace
}  // namespace modelreg::test
