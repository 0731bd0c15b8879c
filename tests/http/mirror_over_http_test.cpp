#include "mirror/mirror_fixture.hpp"
#include "modelreg/http.hpp"
#include "serve/server.hpp"

/// From one registry to another through a server.
namespace modelreg {
namespace {

using ::testing::IsEmpty;
using Fault = testing::Fault;

/// The platform of the tests of the mirror, behind a socket.
class MirrorOverHttpTest : public test::MirrorTest {
 protected:
  Mirror over_http() {
    auto options = platform.client_options();
    options.retry.most_retries = 0;
    return {here, Client(http_transport({.base_url = server.address()}), options),
            server.address()};
  }

  serve::Server server{platform.registry(), {}};
};

TEST_F(MirrorOverHttpTest, APushAndAPullLeaveBothTheSameButForIds) {
  fill(here);
  auto over = over_http();
  EXPECT_EQ(over.push().model_instances.created, 3);
  EXPECT_EQ(held_by(there), held_by(here));

  there.create_model_instance(a_model("theirs", group_named(there, "chat").id));
  there.update_model_instance(model_named(there, "second").id, {.description = "Theirs"});
  EXPECT_EQ(over.pull().model_instances.updated, 1);
  EXPECT_EQ(held_by(there), held_by(here));
  EXPECT_FALSE(over.push().changed());
}

TEST_F(MirrorOverHttpTest, APushThatIsBrokenOffGoesOnAndDoublesNothing) {
  constexpr int requests = 14;  // of a push of what `fill` makes
  fill(here);
  const auto wanted = held_by(here);
  int broken_off = 0;
  for (const Fault& fault :
       {Fault::unauthenticated(), Fault::forbidden(), Fault::not_found(), Fault::conflict(),
        Fault::invalid(), Fault::rate_limited(), Fault::server_error(),
        Fault::server_error().after_work(), Fault::unavailable(), Fault::lost_answer(),
        Fault::busy(), Fault::outcome_unknown().after_work(), Fault::disk_full()}) {
    for (int request = 1; request <= requests; ++request) {
      platform.clear();
      forget_pairs(here, server.address());
      auto over = over_http();
      platform.fail(fault, {.first = request});
      try {
        (void)over.push();
      } catch (const Error&) {
        ++broken_off;
      }
      platform.heal();
      const auto report = over.push({.is_it = [](const auto&, const auto&) { return true; }});

      EXPECT_THAT(report.findings, IsEmpty());
      ASSERT_EQ(held_by(there), wanted) << request << ' ' << static_cast<int>(fault.kind);
    }
  }
  EXPECT_GT(broken_off, requests);
}

}  // namespace
}  // namespace modelreg
