#include "modelreg/modelreg.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <string>

#include "fault/faulty_memory.hpp"
#include "temporary_folder.hpp"
#include "text_file.hpp"

/// Whichever allocation fails, no exception leaves a call in C, and it says what was missing.
namespace modelreg::test {
namespace {

class CFaultTest : public ::testing::Test {
 protected:
  TemporaryFolder folder;
  std::unique_ptr<modelreg_registry, void (*)(modelreg_registry*)> registry{
      modelreg_open_in_memory(), modelreg_close};
  char secret[MODELREG_SECRET_SIZE] = "";

  void SetUp() override {
    ASSERT_TRUE(modelreg_create_api_key(registry.get(), "acme", "ada", "", secret));
  }

  /// Make the call again and again, with the first, the second, … allocation failing, and every
  /// later one, too, until none is left to fail. `call` returns whether it succeeded.
  void fail_everywhere(
      const char* name, const std::function<bool()>& call,
      const std::function<void()>& prepare = [] {}) {
    for (const bool from_then : {false, true}) {
      long number = 1;
      for (;; ++number) {
        prepare();
        FaultyMemory::fail(Heap::program, number, from_then);
        const bool succeeded = call();
        if (!FaultyMemory::heal()) {
          EXPECT_TRUE(succeeded) << name << ": " << modelreg_last_error()->message;
          break;
        }
        if (!succeeded) {
          EXPECT_STREQ(modelreg_last_error()->code, "out_of_memory") << name;
        }
      }
      EXPECT_GT(number, 1) << name;
      std::cout << name << ": " << number - 1 << " faults\n";
    }
  }
};

TEST_F(CFaultTest, NoMemoryIsSaidByTheLastError) {
  fail_everywhere("in memory", [] {
    auto* const made = modelreg_open_in_memory();
    modelreg_close(made);
    return made != nullptr;
  });
  const std::string path = (folder / "models.db").string();
  fail_everywhere("open", [&] {
    auto* const opened = modelreg_open(path.c_str(), 0);
    modelreg_close(opened);
    return opened != nullptr;
  });
  fail_everywhere("key", [&] {
    return modelreg_create_api_key(registry.get(), "acme", "ada", "a label of some length", secret);
  });
  const std::string copy = (folder / "copy.db").string();
  fail_everywhere("snapshot", [&] {
    const bool copied = modelreg_snapshot(registry.get(), copy.c_str());
    FaultyMemory::spare_program();
    EXPECT_EQ(copied, std::filesystem::remove(copy));  // no file after a failure
    return copied;
  });
}

TEST_F(CFaultTest, AnOlderRegistryIsOpenedThenOrLater) {
  const auto old = read_bytes(MODELREG_SOURCE_DIR "/tests/data/registry_v1.db");
  const auto path = folder / "models.db";
  fail_everywhere(
      "migrate",
      [&] {
        auto* const opened = modelreg_open(path.c_str(), 0);
        modelreg_close(opened);
        FaultyMemory::spare_program();
        EXPECT_FALSE(std::filesystem::exists(folder / "models.db.before-v4.unfinished"));
        auto* const again = modelreg_open(path.c_str(), MODELREG_MUST_EXIST);
        EXPECT_NE(again, nullptr);
        modelreg_close(again);
        return opened != nullptr;
      },
      [&] {
        std::filesystem::remove(folder / "models.db.before-v4");
        write_bytes(path, old);
      });
}

TEST_F(CFaultTest, NoMemoryIsAnAnswerOf500OrNone) {
  const std::string body =
      R"({"account_id": "acme", "name": "summarisers of texts that are not short"})";
  const modelreg_header key = {modelreg_text_of("x-api-key"), modelreg_text_of(secret)};
  const modelreg_request request = {.method = modelreg_text_of("POST"),
                                    .target = modelreg_text_of("/v4/model-groups"),
                                    .headers = &key,
                                    .header_count = 1,
                                    .body = modelreg_text_of(body.c_str())};

  fail_everywhere("handle", [&] {
    auto* const response = modelreg_handle(registry.get(), &request, 0);
    if (response == nullptr) return false;
    const bool answered = response->status == 200;
    const bool refused = response->status == 500 || response->status == 503;
    EXPECT_TRUE(answered || refused) << response->status;
    EXPECT_EQ(response->header_count > 0, response->body.size > 0);
    EXPECT_EQ(response->body.data[response->body.size], '\0');
    modelreg_free_response(response);
    return true;
  });
}

}  // namespace
}  // namespace modelreg::test
