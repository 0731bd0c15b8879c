#include <algorithm>
#include <fstream>
#include <utility>

#include "modelreg/error.hpp"
#include "modelreg/testing.hpp"
#include "testing/header_names.hpp"
#include "testing/seed_content.hpp"
#include "testing/surroundings.hpp"

namespace modelreg::testing {

struct TestRegistry::State {
  State(Seed of_seed, TestOptions of_options)
      : options(std::move(of_options)),
        seed(std::move(of_seed)),
        surroundings(std::make_shared<Surroundings>(options.now, options.id_seed)),
        registry(Registry::in_memory(options_of(surroundings))) {}

  [[nodiscard]] Soil soil() const { return {options.identity, options.now, options.id_seed}; }

  /// Hold what the seed says.
  void start() {
    planted = seed.content_->planted(soil());
    registry.copy_from(planted->registry);
    registry.mark();
    is_at_seed = true;
    begin_anew();
  }

  void reset() {
    if (!is_at_seed) return start();
    registry.rewind();
    begin_anew();
  }

  /// The mark stays at what is empty: `reset` must copy the seed again.
  void clear() {
    registry.copy_from(empty_seed()->planted(soil())->registry);
    is_at_seed = false;
  }

  void begin_anew() {
    surroundings->clock.set(options.now);
    surroundings->ids.restart(planted->ids_made);
    surroundings->faults.clear();
    surroundings->log.begin_anew(planted->identities);
  }

  TestOptions options;
  Seed seed;
  std::shared_ptr<const PlantedSeed> planted;
  std::shared_ptr<Surroundings> surroundings;
  Registry registry;
  bool is_at_seed = false;  // whether the mark is where the seed is
};

/// Answers the requests of clients, for as long as there are some.
class TestRegistry::Wire : public Transport {
 public:
  explicit Wire(std::shared_ptr<State> state) : state_(std::move(state)) {}

  Response send(const Request& request) override {
    return state_->surroundings->answer(
        request, [&] { return handle(state_->registry, request, state_->options.handle); });
  }

 private:
  std::shared_ptr<State> state_;
};

TestRegistry::TestRegistry(TestOptions options) : TestRegistry(Seed(), std::move(options)) {}

TestRegistry::TestRegistry(Seed seed, TestOptions options)
    : state_(std::make_shared<State>(std::move(seed), std::move(options))) {
  state_->start();
}

TestRegistry::TestRegistry(TestRegistry&&) noexcept = default;
TestRegistry& TestRegistry::operator=(TestRegistry&&) noexcept = default;
TestRegistry::~TestRegistry() = default;

Registry& TestRegistry::registry() noexcept { return state_->registry; }

Session TestRegistry::session() const { return session(state_->options.identity); }
Session TestRegistry::session(Identity identity) const {
  return state_->registry.session(std::move(identity));
}

std::shared_ptr<Transport> TestRegistry::transport() const {
  return std::make_shared<Wire>(state_);
}

ClientOptions TestRegistry::client_options() const {
  const auto surroundings = state_->surroundings;
  return {
      .api_key = api_key(),
      .account_id = state_->options.identity.account_id,
      .retry = {.now = [surroundings] { return surroundings->clock.now(); },
                .sleep = [surroundings](
                             std::chrono::milliseconds time) { surroundings->clock.advance(time); },
                .chance = [] { return 0.0; }}};
}

Client TestRegistry::client() const { return client(client_options()); }
Client TestRegistry::client(ClientOptions options) const {
  return {transport(), std::move(options)};
}

Response TestRegistry::send(Request request) const {
  const auto is_key = [](const Header& header) { return is_named(header, "x-api-key"); };
  if (std::none_of(request.headers.begin(), request.headers.end(), is_key)) {
    request.headers.push_back({"x-api-key", api_key()});
  }
  return Wire(state_).send(request);
}

const Identity& TestRegistry::identity() const noexcept { return state_->options.identity; }
const std::string& TestRegistry::api_key() const noexcept { return state_->planted->api_key; }

const std::string& TestRegistry::api_key(std::string_view label) const {
  const auto& keys = state_->planted->keys;
  const auto found = keys.find(label);
  if (found != keys.end()) return found->second;
  throw Error(ErrorCode::not_found,
              {{"label", "the seed has no key with this label", "not_found"}});
}

Timestamp TestRegistry::now() const { return state_->surroundings->clock.now(); }
void TestRegistry::set(Timestamp now) { state_->surroundings->clock.set(now); }
void TestRegistry::advance(std::chrono::microseconds time) {
  state_->surroundings->clock.advance(time);
}

void TestRegistry::seed(Seed seed) {
  state_->seed = std::move(seed);
  state_->is_at_seed = false;
  reset();
}

void TestRegistry::reset() { state_->reset(); }
void TestRegistry::clear() { state_->clear(); }

std::string TestRegistry::seed_text() const {
  auto identities = state_->surroundings->log.identities();
  auto copy = Registry::in_memory();
  copy.copy_from(state_->registry);
  return write_seed(copy, identities, api_key());
}

void TestRegistry::save_seed(const std::filesystem::path& path) const {
  const auto text = seed_text();
  std::ofstream file(path, std::ios::binary);
  file << text << std::flush;
  if (!file) throw Error(ErrorCode::storage, path.string() + ": the seed cannot be written there");
}

void TestRegistry::fail(Fault fault, When when) { state_->surroundings->faults.add(fault, when); }
void TestRegistry::heal() { state_->surroundings->faults.clear(); }

Journal TestRegistry::journal() const { return state_->surroundings->log.journal(); }
void TestRegistry::forget_journal() { state_->surroundings->log.clear(); }
void TestRegistry::strict(std::vector<Call> allowed) {
  state_->surroundings->log.allow_only(std::move(allowed));
}
void TestRegistry::verify() const { state_->surroundings->log.verify(); }

}  // namespace modelreg::testing
