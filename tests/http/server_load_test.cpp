#include <algorithm>
#include <chrono>
#include <iostream>
#include <mutex>

#include "http/server_fixture.hpp"
#include "parallel.hpp"
#include "sanitized.hpp"
#include "weight.hpp"

namespace modelreg {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

class ServerLoadTest : public test::ServerTest {
 protected:
  static constexpr int connections = 32;
  std::mutex mutex;
  std::vector<steady_clock::duration> times;

  /// All connections at once, each for so many rounds: a group is made, read and deleted.
  void load(int rounds) {
    test::in_threads(connections, [&] {
      for (int i = 0; i < rounds; ++i) one_round();
    });
  }

  template <class Call>
  auto timed(Call call) {
    const auto start = steady_clock::now();
    auto result = call();
    const auto took = steady_clock::now() - start;
    const std::lock_guard lock(mutex);
    times.push_back(took);
    return result;
  }

  void one_round() {
    const auto group = timed([&] { return client.create_model_group({.name = "g"}); });
    EXPECT_EQ(timed([&] { return client.get_model_group(group.id); }), group);
    timed([&] { return client.delete_model_group(group.id), 0; });
  }
};

TEST_F(ServerLoadTest, Of32ConnectionsAtOnceNothingIsLostOrSlowAndNoMemory) {
  constexpr int rounds = test::is_sanitized ? 5 : 25;
  load(rounds);
  const double before = test::resident_mib();
  times.clear();
  load(rounds);
  load(rounds);

  EXPECT_EQ(times.size(), 2U * rounds * connections * 3);
  EXPECT_EQ(session.list_model_groups().total_item_count, 0);
  const auto longest = *std::max_element(times.begin(), times.end());
  const double grown = test::resident_mib() - before;
  std::cout << times.size() << " requests, the longest of "
            << std::chrono::duration_cast<milliseconds>(longest).count() << " ms, " << grown
            << " MiB more than before\n";
  if (!test::is_sanitized) {  // by which everything takes several times as long
    EXPECT_LT(longest, milliseconds(1000));
    EXPECT_LT(grown, 8);
  }
}

}  // namespace
}  // namespace modelreg
