#include <memory>

#include "filled_registry.hpp"
#include "workload.hpp"

/// A Client in process, and the same call through a Session that ends in JSON text.
namespace modelreg::bench {
namespace {

/// A filled registry with a client of it.
struct Served {
  FilledRegistry filled = FilledRegistry();
  const NewApiKey key = filled.registry.create_api_key(caller);
  Client client{in_process(filled.registry),
                {.api_key = key.secret, .account_id = caller.account_id}};
};

std::function<void()> get() {
  return [served = std::make_shared<Served>(), turn = 0]() mutable {
    use(served->client.get_model_instance(served->filled.instance(turn++)).name);
  };
}

std::function<void()> add() {
  return [served = std::make_shared<Served>(), turn = 0]() mutable {
    const auto& filled = served->filled;
    use(served->client.add_model_instance(filled.group(turn), filled.instance(turn)).name);
    ++turn;
  };
}

std::function<void()> add_by_session() {
  return [filled = std::make_shared<FilledRegistry>(), turn = 0]() mutable {
    use(to_json_text(
        filled->session.add_model_instance(filled->group(turn), filled->instance(turn))));
    ++turn;
  };
}

std::function<void()> page() {
  return [served = std::make_shared<Served>()] {
    use(served->client.list_model_instances().items.front().name);
  };
}

std::function<void()> page_by_session() {
  return [filled = std::make_shared<FilledRegistry>()] {
    use(to_json_text(filled->session.list_model_instances()));
  };
}

}  // namespace

Workloads client_workloads() {
  return {{"client get", get},
          {"client add", add},
          {"client add/session", add_by_session},
          {"client page", page},
          {"client page/session", page_by_session}};
}

}  // namespace modelreg::bench
