#include <memory>

#include "filled_registry.hpp"
#include "idiomatic.hpp"
#include "obvious.hpp"
#include "own_statements.hpp"
#include "workload.hpp"

/// Session::add_model_instance in memory: each call moves the next of 1,000 instances to the other
/// of two groups.
namespace modelreg::bench {
namespace {

std::function<void()> add_values() {
  return [filled = std::make_shared<FilledRegistry>(), turn = 0]() mutable {
    use(filled->session.add_model_instance(filled->group(turn), filled->instance(turn)).name);
    ++turn;
  };
}

std::function<void()> add_request() {
  const auto filled = std::make_shared<FilledRegistry>();
  const auto key = filled->registry.create_api_key(caller);
  return [filled, key, turn = 0]() mutable {
    use(handle(filled->registry, {.method = "POST",
                                  .target = "/v4/model-groups/" + filled->group(turn).str() +
                                            "/models/" + filled->instance(turn).str(),
                                  .headers = {{"x-api-key", key.secret}}})
            .body);
    ++turn;
  };
}

/// Adding to the group that it is in already, ending in JSON text.
std::function<void()> add_again() {
  const auto filled = std::make_shared<FilledRegistry>();
  for (const auto& record : filled->records) {
    filled->session.add_model_instance(filled->groups[0], record.id);
  }
  return [filled, turn = 0]() mutable {
    use(to_json_text(
        filled->session.add_model_instance(filled->groups[0], filled->instance(turn))));
    ++turn;
  };
}

template <class Program>
std::function<void()> add_by_hand() {
  return [program = filled<Program>(), turn = 0]() mutable {
    auto added =
        program->add(turn / sample_size % 2 == 0 ? "a" : "b", instance_id(turn % sample_size));
    if constexpr (std::is_same_v<decltype(added), std::string>) {
      use(added);
    } else {
      use(added.name);
    }
    ++turn;
  };
}

}  // namespace

Workloads add_workloads() {
  return {{"add", add_values},
          {"add/F2", add_by_hand<OwnStatements>},
          {"add to JSON", add_request},
          {"add to JSON/F1", add_by_hand<ObviousProgram>},
          {"add to JSON/idiomatic", add_by_hand<IdiomaticProgram>},
          {"add again", add_again}};
}

}  // namespace modelreg::bench
