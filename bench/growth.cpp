#include <map>
#include <memory>
#include <string>

#include "sample.hpp"
#include "workload.hpp"

/// The same calls in registries of 1,000 and of 100,000 small models that are all in one group.
namespace modelreg::bench {
namespace {

constexpr int small = 1'000;
constexpr int large = 100'000;

struct Grown {
  explicit Grown(int count_) : count(count_) {
    session.create_model_group({.name = "group", .id = group});
    session.transaction([&](Session& inside) {
      for (int i = 0; i < count; ++i) {
        inside.create_model_instance({.name = "model",
                                      .model_type = ModelType::embedding,
                                      .description = std::string(200, 'd'),
                                      .model_group_id = group,
                                      .id = ModelInstanceId(instance_id(i))});
      }
    });
  }

  const int count;
  const ModelGroupId group{"group"};
  Registry registry = Registry::in_memory();
  Session session = registry.session(caller);
};

/// One for all workloads and repetitions: filling the large one takes seconds.
std::shared_ptr<Grown> grown(int count) {
  static std::map<int, std::shared_ptr<Grown>> registries;
  auto& registry = registries[count];
  if (!registry) registry = std::make_shared<Grown>(count);
  return registry;
}

/// Instances from all over the registry, in an order that no cache likes.
std::function<void()> get_random(int count) {
  return [registry = grown(count), number = 0]() mutable {
    number = (number + 7919) % registry->count;
    use(registry->session.get_model_instance(ModelInstanceId(instance_id(number))).name);
  };
}

std::function<void()> page(int count, int page) {
  ModelInstanceQuery query;
  query.model_group_id = grown(count)->group;
  query.page = page;
  return [registry = grown(count), query] {
    use(registry->session.list_model_instances(query).items.back().name);
  };
}

/// A walk over the whole group: if its pages cost the same at any depth, it costs as much per
/// record in the large registry as in the small one.
std::function<void()> whole_walk(int count) {
  return [registry = grown(count)] {
    for (const auto& instance : registry->session.walk_model_instances({registry->group})) {
      use(instance.name);
    }
  };
}

}  // namespace

Workloads growth_workloads() {
  return {{"get of 1,000", [] { return get_random(small); }},
          {"get of 100,000", [] { return get_random(large); }},
          {"first page of 100,000", [] { return page(large, 1); }},
          {"last page of 100,000", [] { return page(large, large / 100); }},
          {"walk over 1,000", [] { return whole_walk(small); }},
          {"walk over 100,000", [] { return whole_walk(large); }}};
}

}  // namespace modelreg::bench
