#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sample.hpp"

namespace modelreg::bench {

/// A registry with two groups, "a" and "b", and `sample_size` instances, which are in none.
struct FilledRegistry {
  explicit FilledRegistry(Registry opened = Registry::in_memory()) : registry(std::move(opened)) {
    session.create_model_group({.name = "group", .id = groups[0]});
    session.create_model_group({.name = "group", .id = groups[1]});
    session.transaction([&](Session& inside) {
      for (int i = 0; i < sample_size; ++i) {
        records.push_back(inside.create_model_instance(sample_instance(instance_id(i))));
      }
    });
  }

  [[nodiscard]] const ModelInstanceId& instance(int turn) const {
    return records[static_cast<std::size_t>(turn % sample_size)].id;
  }
  /// The group that the instance is not in, when each turn moves the next one.
  [[nodiscard]] const ModelGroupId& group(int turn) const { return groups[turn / sample_size % 2]; }

  Registry registry;
  Session session = registry.session(caller);
  const ModelGroupId groups[2] = {ModelGroupId("a"), ModelGroupId("b")};
  std::vector<ModelInstance> records;
};

/// The same content in a program written by hand.
template <class Program>
std::shared_ptr<Program> filled(const std::string& path = ":memory:") {
  const auto program = [&] {
    if constexpr (std::is_constructible_v<Program, std::string>) {
      return std::make_shared<Program>(path);
    } else {
      return std::make_shared<Program>();
    }
  }();
  program->create_group("a");
  program->create_group("b");
  for (const auto& record : FilledRegistry().records) program->insert(record);
  return program;
}

}  // namespace modelreg::bench
