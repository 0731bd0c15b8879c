#include <memory>

#include "filled_registry.hpp"
#include "own_statements.hpp"
#include "raw.hpp"
#include "storage/embedded.hpp"
#include "workload.hpp"

/// A fresh registry in memory, alone and until its first add is done; and a fixture that is reset.
namespace modelreg::bench {
namespace {

void fresh() { use(Registry::in_memory().session(caller).identity().account_id); }

void fresh_by_hand() {
  const auto database = open_raw();
  for (const auto& migration : storage::embedded_migrations()) {
    execute(database, std::string(migration.text).c_str());
  }
}

void add_one(Session& session) {
  const auto group = session.create_model_group({.name = "group"});
  const auto instance = session.create_model_instance(sample_instance("instance"));
  use(session.add_model_instance(group.id, instance.id).name);
}

void fresh_add() {
  auto registry = Registry::in_memory();
  auto session = registry.session(caller);
  add_one(session);
}

void fresh_add_by_hand() {
  OwnStatements program;
  static const ModelInstance record = FilledRegistry().records.front();
  program.create_group("a");
  program.insert(record);
  use(program.add("a", record.id.str()).name);
}

struct TakenBack {};

/// A fixture with 100 models, in which each test changes something that is then taken back.
std::function<void()> reset() {
  const auto registry = std::make_shared<Registry>(Registry::in_memory());
  auto session = registry->session(caller);
  const auto group = session.create_model_group({.name = "group"});
  for (int i = 0; i < 100; ++i) session.create_model_instance(sample_instance(instance_id(i)));
  return [registry, session, group, turn = 0]() mutable {
    try {
      session.transaction([&](Session& test) {
        use(test.add_model_instance(group.id, ModelInstanceId(instance_id(turn++ % 100))).name);
        throw TakenBack{};
      });
    } catch (const TakenBack&) {
    }
  };
}

}  // namespace

Workloads fresh_registry_workloads() {
  return {{"fresh registry", [] { return fresh; }},
          {"fresh registry/DDL", [] { return fresh_by_hand; }},
          {"fresh registry and add", [] { return fresh_add; }},
          {"fresh registry and add/DDL", [] { return fresh_add_by_hand; }},
          {"reset and add", reset}};
}

}  // namespace modelreg::bench
