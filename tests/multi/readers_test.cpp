#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <thread>

#include "journals.hpp"
#include "parallel.hpp"
#include "session_fixture.hpp"
#include "shared_value.hpp"
#include "temporary_folder.hpp"

/// Who reads while a big change is made. The full size takes minutes:
///
///     MODELREG_MODELS=1000000 modelreg_multi_tests --gtest_filter='*ReadersTest.*'
namespace modelreg {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

const Identity ada{.account_id = "acme", .user_id = "ada"};

int models_to_import() {
  const char* const wanted = std::getenv("MODELREG_MODELS");
  return wanted == nullptr ? 50'000 : std::atoi(wanted);
}

NewModelInstance a_model(int number) {
  return {.name = "model " + std::to_string(number),
          .model_type = ModelType::chat_completion,
          .model_vendor = ModelVendor::openai,
          .base_model_id = "base",
          .description = std::string(200, 'd')};
}

class ReadersTest : public testing::TestWithParam<Journal> {
 protected:
  Registry open(std::chrono::milliseconds busy_timeout = 30s) const {
    return Registry::open(path, {.busy_timeout = busy_timeout, .journal = GetParam()});
  }

  test::TemporaryFolder folder;
  std::filesystem::path path = folder / "registry.db";
};

INSTANTIATE_TEST_SUITE_P(Every, ReadersTest, testing::ValuesIn(test::sound_journals()),
                         [](const auto& test) { return test::name_of(test.param); });

/// Where nobody waits, whoever would have to is refused.
TEST_P(ReadersTest, AreLetInWhileABigChangeIsMade) {
  auto writer = open().session(ada);
  const auto reader = open(0ms).session(ada);
  const auto before = writer.create_model_instance(a_model(0));

  writer.transaction([&](Session& inside) {
    for (int i = 0; i < 20'000; ++i) inside.create_model_instance(a_model(i));
    EXPECT_EQ(reader.get_model_instance(before.id), before);
    EXPECT_EQ(reader.list_model_instances().total_item_count, 1);
  });
  EXPECT_EQ(reader.list_model_instances().total_item_count, 20'001);
}

/// When another process imports, as it tells.
struct Import {
  std::atomic<Clock::rep> commit_began = 0;
  std::atomic<Clock::rep> commit_ended = 0;
};

struct Waits {
  Clock::duration before_commit = {};  ///< The longest.
  Clock::duration at_commit = {};
  int reads_before_commit = 0;
};

void import_models(Session session, int count, Import& import) {
  session.transaction([&](Session& inside) {
    for (int i = 0; i < count; ++i) inside.create_model_instance(a_model(i));
    import.commit_began = Clock::now().time_since_epoch().count();
  });
  import.commit_ended = Clock::now().time_since_epoch().count();
}

/// Read without a pause for as long as the import lasts.
Waits read_beside(const Import& import, const Session& session, const ModelInstanceId& id) {
  Waits waits;
  const auto give_up = Clock::now() + 10min;  // on an import that failed
  while (import.commit_ended == 0 && Clock::now() < give_up) {
    const auto began = Clock::now();
    (void)session.get_model_instance(id);
    const auto ended = Clock::now();
    const Clock::rep commit = import.commit_began;
    const bool at_commit = commit != 0 && ended.time_since_epoch().count() > commit;
    auto& longest = at_commit ? waits.at_commit : waits.before_commit;
    longest = std::max(longest, ended - began);
    if (!at_commit) ++waits.reads_before_commit;
    std::this_thread::sleep_for(200us);
  }
  return waits;
}

long long in_ms(Clock::duration time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

TEST_P(ReadersTest, WaitForTheCommitOfABigImportAndForNothingElse) {
  const auto id = open().session(ada).create_model_instance(a_model(0)).id;
  test::Shared<Import> import;
  Waits waits;
  EXPECT_EQ(test::beside_a_process(
                [&] { import_models(open().session(ada), models_to_import(), *import); },
                [&] { waits = read_beside(*import, open().session(ada), id); }),
            0);
  const Clock::duration commit(import->commit_ended - import->commit_began);
  std::cout << "a reader waited up to " << in_ms(waits.before_commit) << " ms before and "
            << in_ms(waits.at_commit) << " ms at the commit, which took " << in_ms(commit)
            << " ms\n";

  EXPECT_GT(waits.reads_before_commit, 100);
  EXPECT_LE(waits.before_commit, 250ms);
  EXPECT_LE(waits.at_commit, GetParam() == Journal::wal ? 250ms : 1s);
  EXPECT_LE(waits.at_commit, commit + 250ms);  // let in as soon as it is over
}

}  // namespace
}  // namespace modelreg
