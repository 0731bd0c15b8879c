#include "modelreg/testing.hpp"

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

/// The kit within doctest.
namespace modelreg::testing {

TEST_CASE("a session that is told of a full disk changes nothing") {
  TestRegistry registry;
  Session session = registry;
  registry.fail(Fault::disk_full());

  CHECK_THROWS_AS(session.create_model_group({.name = "chat"}), Error);
  registry.strict({call(Operation::list_model_groups)});
  CHECK(session.list_model_groups().total_item_count == 0);
  registry.verify();
}

}  // namespace modelreg::testing
