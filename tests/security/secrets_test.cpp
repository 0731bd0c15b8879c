#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <vector>

#include "session_fixture.hpp"
#include "temporary_folder.hpp"
#include "text_file.hpp"

/// A secret and a value appear where they were asked for and nowhere else.
namespace modelreg {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

const Identity ada{.account_id = "acme", .user_id = "ada"};
const std::string canary = "canary-4711";

/// What nobody may learn: all behind `modelreg_`, the id and `_`.
std::string random_part_of(const std::string& secret) {
  return secret.substr(std::string("modelreg_0123456789abcdef_").size());
}

class SecretsTest : public testing::Test {
 protected:
  test::TemporaryFolder folder;
  fs::path path = folder / "registry.db";

  /// What the error of `call` says.
  template <class Call>
  std::string message_of(const Call& call) {
    try {
      call();
    } catch (const Error& error) {
      std::string text = error.what();
      for (const auto& [field, problem, type] : error.violations()) text += field + problem + type;
      return text;
    }
    return "no error";
  }
};

TEST_F(SecretsTest, TheFileHoldsNoKeyAndNothingThatWasDeleted) {
  std::string secret;
  {
    auto registry = Registry::open(path);
    const auto key = registry.create_api_key(ada, "laptop");
    secret = key.secret;
    auto session = registry.authenticate(secret);
    const auto group = session.create_model_group({.name = canary});
    const auto model =
        session.create_model_instance({.name = canary,
                                       .model_type = ModelType::generic,
                                       .model_card = std::string(9000, 'x') + canary});
    session.update_model_group(group.id, {.name = "renamed"});
    session.delete_model_instance(model.id);
    registry.revoke_api_key(key.id);
    registry.snapshot_to(folder / "copy.db");
  }
  const auto random_part = random_part_of(secret);
  for (const auto& entry : fs::directory_iterator(folder / "")) {
    const auto bytes = test::read_bytes(entry.path());
    EXPECT_EQ(bytes.find(random_part), std::string::npos) << entry.path();
    EXPECT_EQ(bytes.find(canary), std::string::npos) << entry.path();
  }
}

TEST_F(SecretsTest, NoErrorHoldsAValueThatWasPassedIn) {
  auto registry = Registry::open(path);
  auto session = registry.session(ada);
  const std::string bad = canary + '\0';
  const auto group = session.create_model_group({.name = "n", .id = ModelGroupId(canary)});
  const std::vector<std::function<void()>> calls{
      [&] { (void)registry.session({.account_id = bad, .user_id = bad}); },
      [&] { (void)registry.authenticate("modelreg_0123456789abcdef_" + canary); },
      [&] { (void)registry.create_api_key({.account_id = bad, .user_id = bad}, bad); },
      [&] { registry.revoke_api_key(canary); },
      [&] {
        session.create_model_group({.name = bad, .description = bad, .id = ModelGroupId(bad)});
      },
      [&] { session.create_model_group({.name = "n", .id = ModelGroupId(canary)}); },
      [&] { (void)session.get_model_group(ModelGroupId(canary + canary)); },
      [&] {
        session.create_model_instance(
            {.name = bad, .model_type = ModelType::generic, .model_card = bad});
      },
      [&] { session.add_model_instance(group.id, ModelInstanceId(canary)); },
      [&] {
        (void)session.list_model_instances({{.page = 0}, {}, {{canary}}});
      },
      [&] { (void)JsonObject("{\"" + canary + "\":1,}"); },
      [&] { (void)JsonObject("[\"" + canary + "\"]"); },
      [&] {
        (void)from_json_text<ModelInstance>("{\"name\":1,\"model_type\":\"" + canary + "\"}");
      }};
  for (const auto& call : calls) {
    const auto message = message_of(call);
    EXPECT_THAT(message, Not(HasSubstr(canary)));
    EXPECT_NE(message, "no error");
  }
}

TEST_F(SecretsTest, NoAnswerHoldsAKeyThatWasSent) {
  auto registry = Registry::in_memory();
  const auto key = registry.create_api_key(ada);
  const auto random_part = random_part_of(key.secret);
  for (const auto& [method, target] :
       std::vector<std::pair<std::string, std::string>>{{"GET", "/v4/models"},
                                                        {"POST", "/v4/models"},
                                                        {"GET", "/v4/models/none"},
                                                        {"PUT", "/v4/models"},
                                                        {"GET", "/nowhere"},
                                                        {"GET", "/v4/models?page=x"}}) {
    for (const std::string& sent : {key.secret, key.secret + "x"}) {
      const auto response = handle(registry, {.method = method,
                                              .target = target,
                                              .headers = {{"x-api-key", sent}},
                                              .body = "not JSON"});
      EXPECT_THAT(response.body, Not(HasSubstr(random_part))) << target;
    }
  }
}

TEST_F(SecretsTest, EveryFileIsItsUsersOwnWhateverTheUmask) {
  const mode_t before = ::umask(0);
  {
    auto registry = Registry::open(path);
    auto session = registry.session(ada);
    session.transaction([&](Session& inside) {
      inside.create_model_group({.name = "n", .description = std::string(100'000, 'd')});
      inside.create_model_instance(test::a_full_instance());
    });
    int files = 0;
    for (const auto& entry : fs::directory_iterator(folder / "")) {
      EXPECT_EQ(entry.status().permissions(), fs::perms(0600)) << entry.path();
      ++files;
    }
    EXPECT_EQ(files, 2);  // the registry and its journal
  }
  ::umask(before);
}

}  // namespace
}  // namespace modelreg
