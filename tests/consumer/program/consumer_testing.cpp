#include <modelreg/testing.hpp>

/// A test of a user, without a test framework.
int main() {
  modelreg::testing::TestRegistry registry;
  auto client = registry.client();
  registry.fail(modelreg::testing::Fault::unavailable());
  return client.create_model_group({.name = "summarisers"}).account_id == "acme" ? 0 : 1;
}
