#include <memory>

#include "modelreg/testing.hpp"
#include "sample.hpp"
#include "workload.hpp"

/// A testing::TestRegistry with 100 models, for each test a fresh one or one that is reset; alone,
/// and with a change by a client.
namespace modelreg::bench {
namespace {

testing::Seed seed_of_100() {
  testing::Seed seed;
  for (int i = 0; i < 100; ++i) seed.model(sample_instance(instance_id(i)));
  return seed;
}

void update(const testing::TestRegistry& registry) {
  auto client = registry.client();
  const ModelInstanceId id(instance_id(42));
  use(client.update_model_instance(id, {.description = "changed"}).name);
}

std::function<void()> fresh() {
  return [seed = seed_of_100()] { use(testing::TestRegistry(seed).api_key()); };
}

std::function<void()> fresh_and_update() {
  return [seed = seed_of_100()] { update(testing::TestRegistry(seed)); };
}

std::function<void()> reset_and_update() {
  return [registry = std::make_shared<testing::TestRegistry>(seed_of_100())] {
    registry->reset();
    update(*registry);
  };
}

}  // namespace

Workloads test_registry_workloads() {
  return {{"fresh test registry", fresh},
          {"fresh test registry and update", fresh_and_update},
          {"reset test registry and update", reset_and_update}};
}

}  // namespace modelreg::bench
