#include <memory>

#include "filled_registry.hpp"
#include "obvious.hpp"
#include "workload.hpp"

/// Session::get_model_instance in memory, to JSON text.
namespace modelreg::bench {
namespace {

std::function<void()> get_values() {
  return [filled = std::make_shared<FilledRegistry>(), turn = 0]() mutable {
    use(to_json_text(filled->session.get_model_instance(filled->instance(turn++))));
  };
}

std::function<void()> get_by_hand() {
  return [program = filled<ObviousProgram>(), turn = 0]() mutable {
    use(program->get(instance_id(turn++ % sample_size)));
  };
}

}  // namespace

Workloads get_workloads() { return {{"get", get_values}, {"get/F1", get_by_hand}}; }

}  // namespace modelreg::bench
