#include <chrono>
#include <string>
#include <vector>

#include "session_fixture.hpp"

/// The clock is set back, stands still or is far off: lists go by the order of creation.
namespace modelreg {
namespace {

const Identity ada{.account_id = "acme", .user_id = "ada"};

class ClockTest : public testing::TestWithParam<const char*> {};

TEST_P(ClockTest, NoRecordIsMissedOrMetTwiceAndTheOrderIsThatOfCreation) {
  Options options;
  const Timestamp first = *parse_timestamp("2026-11-22T08:00:00Z");
  const Timestamp then = *parse_timestamp(GetParam());
  options.now = [&, calls = 0]() mutable { return ++calls <= 50 ? first : then; };
  auto registry = Registry::in_memory(options);
  auto session = registry.session(ada);
  std::vector<ModelInstance> created;
  for (int i = 0; i < 100; ++i)
    created.push_back(session.create_model_instance(test::an_instance()));

  std::vector<ModelInstance> walked;
  for (const auto& instance : session.walk_model_instances({}, 7)) walked.push_back(instance);
  std::vector<ModelInstance> listed;
  for (ModelInstanceQuery query; listed.size() < 100; ++query.page) {
    query.limit = 10;
    for (auto& instance : session.list_model_instances(query).items) listed.push_back(instance);
  }

  EXPECT_EQ(walked, created);
  EXPECT_EQ(listed, created);
  EXPECT_EQ(walked.back().created_at, then);
}

INSTANTIATE_TEST_SUITE_P(Moments, ClockTest,
                         testing::Values("2026-11-21T08:00:00Z", "1970-01-01T00:00:00Z",
                                         "2038-01-19T03:14:08Z", "9999-12-31T23:59:59.999999Z",
                                         "0001-01-01T00:00:00Z", "2026-11-22T08:00:00Z"));

}  // namespace
}  // namespace modelreg
