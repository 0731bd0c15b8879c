#include <map>
#include <memory>
#include <string>

#include "sample.hpp"
#include "workload.hpp"

/// The same calls in ever larger registries of small models that are all in one group.
namespace modelreg::bench {
namespace {

constexpr int page_size = 100;
constexpr int smallest = 1'000;

struct Grown {
  explicit Grown(int count_) : count(count_) {
    session.create_model_group({.name = "group", .id = group});
    session.create_model_group({.name = "other group", .id = other_group});
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
  const ModelGroupId other_group{"other"};
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

ModelInstanceId numbered(int number) { return ModelInstanceId(instance_id(number)); }

/// Instances from all over the registry, in an order that no cache likes.
int next_random(const Grown& registry, int number) { return (number + 7919) % registry.count; }

std::function<void()> get_random(int count) {
  return [registry = grown(count), number = 0]() mutable {
    number = next_random(*registry, number);
    use(registry->session.get_model_instance(numbered(number)).name);
  };
}

/// Moves an instance to the other group and back, so that the registry stays as it was.
class Mover {
 public:
  explicit Mover(int count) : registry_(grown(count)) {}

  void move(int number) {
    use(registry_->session.add_model_instance(registry_->other_group, numbered(number)).name);
    use(registry_->session.add_model_instance(registry_->group, numbered(number)).name);
  }
  [[nodiscard]] const Grown& registry() const { return *registry_; }

 private:
  std::shared_ptr<Grown> registry_;
};

/// The same 100 instances again and again.
std::function<void()> add_hot(int count) {
  return [mover = Mover(count), turn = 0]() mutable { mover.move(turn++ % 100); };
}

std::function<void()> add_random(int count) {
  return [mover = Mover(count), number = 0]() mutable {
    number = next_random(mover.registry(), number);
    mover.move(number);
  };
}

std::function<void()> page(int count, int page) {
  ModelInstanceQuery query;
  query.model_group_id = grown(count)->group;
  query.page = page;
  query.limit = page_size;
  return [registry = grown(count), query] {
    use(registry->session.list_model_instances(query).items.back().name);
  };
}

/// A walk that stands `before_end` records before its end.
class Walker {
 public:
  Walker(int count, int before_end)
      : registry_(grown(count)),
        walk_(registry_->session.walk_model_instances({registry_->group}, page_size)),
        at_(walk_.begin()) {
    for (int left = count; left > before_end; --left) ++at_;
  }

  void next_page() {
    for (int i = 0; i < page_size; ++i, ++at_) use(at_->name);
  }

 private:
  std::shared_ptr<Grown> registry_;
  Walk<ModelInstance> walk_;
  Walk<ModelInstance>::Iterator at_;
};

constexpr int last_pages = 9;  // those that even the smallest registry has

std::function<void()> end_of_walk(int count) {
  return
      [walker = std::make_shared<Walker>(count, last_pages * page_size)] { walker->next_page(); };
}

std::string in_thousands(int count) {
  return count < 1'000'000 ? std::to_string(count / 1'000) + ",000"
                           : std::to_string(count / 1'000'000) + ",000,000";
}

}  // namespace

Workloads growth_workloads(int largest) {
  Workloads workloads;
  for (int count = smallest; count <= largest; count *= 10) {
    const std::string of = " of " + in_thousands(count);
    workloads.push_back({"get" + of, [count] { return get_random(count); }});
    workloads.push_back({"add hot" + of, [count] { return add_hot(count); }});
    workloads.push_back({"add random" + of, [count] { return add_random(count); }});
    workloads.push_back({"first page" + of, [count] { return page(count, 1); }});
    workloads.push_back({"last page" + of, [count] { return page(count, count / page_size); }});
    workloads.push_back(
        {"end of a walk" + of, [count] { return end_of_walk(count); }, last_pages - 1});
  }
  return workloads;
}

}  // namespace modelreg::bench
