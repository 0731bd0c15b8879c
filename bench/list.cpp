#include <memory>

#include "filled_registry.hpp"
#include "obvious.hpp"
#include "workload.hpp"

/// A page of 100 members of a group of 1,000 in memory, with the total, to JSON text.
namespace modelreg::bench {
namespace {

constexpr int page_size = 100;

std::function<void()> page_values(int page) {
  const auto filled = std::make_shared<FilledRegistry>();
  for (const auto& record : filled->records) {
    filled->session.add_model_instance(filled->groups[0], record.id);
  }
  ModelInstanceQuery query;
  query.model_group_id = filled->groups[0];
  query.limit = page_size;
  query.page = page;
  return [filled, query] { use(to_json_text(filled->session.list_model_instances(query))); };
}

std::function<void()> page_by_hand() {
  const auto program = filled<ObviousProgram>();
  for (int i = 0; i < sample_size; ++i) use(program->add("a", instance_id(i)));
  return [program] { use(program->page("a", page_size)); };
}

}  // namespace

Workloads list_workloads() {
  return {{"page", [] { return page_values(1); }},
          {"page in the middle", [] { return page_values(5); }},
          {"last page", [] { return page_values(10); }},
          {"page/F1", page_by_hand}};
}

}  // namespace modelreg::bench
