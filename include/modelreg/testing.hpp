#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modelreg/client.hpp"
#include "modelreg/identity.hpp"
#include "modelreg/registry.hpp"
#include "modelreg/session.hpp"
#include "modelreg/testing/fault.hpp"
#include "modelreg/testing/journal.hpp"
#include "modelreg/testing/seed.hpp"
#include "modelreg/wire.hpp"

/// Opt-in, in the library `modelreg::testing`: what a test needs beside the registry. It needs no
/// test framework; `modelreg/gtest.hpp` has more for GoogleTest.
namespace modelreg::testing {

/// What is the same at every run of a test.
struct TestOptions {
  Identity identity = {.account_id = "acme", .user_id = "ada"};
  /// What the clock says at first: 2026-01-01T00:00:00Z.
  Timestamp now{std::chrono::sys_days(std::chrono::January / 1 / 2026)};
  /// Ids are random UUIDs that follow from it; without it they count:
  /// 00000000-0000-4000-8000-000000000001, …
  std::optional<std::uint64_t> id_seed = {};
  HandleOptions handle = {.unknown_fields = UnknownFields::reject};
};

/// A registry in memory for one test: the same ids and the same time at every run, what it holds at
/// first from a seed, faults on purpose, and a journal of what was asked.
///
///     TestRegistry registry;
///     Session session = registry;
///     auto group = session.create_model_group({.name = "summarisers"});
///     Client client = registry.client();
///     registry.fail(Fault::unavailable());
///     EXPECT_EQ(client.get_model_group(group.id), group);  // after a retry
///
/// It is made in a fraction of a millisecond, whatever its seed, so that each test can have one of
/// its own. It can be moved; sessions, clients and transports stay good, also after it is gone.
///
/// Thread safety: as a registry, but for `reset`, `clear`, `seed` and what moves it, during which
/// nobody else may use it. Any number may be used at once.
class TestRegistry {
 public:
  /// Throws: `invalid_argument` with every fault of the seed.
  explicit TestRegistry(Seed seed = {}, TestOptions options = {});
  explicit TestRegistry(TestOptions options);
  TestRegistry(TestRegistry&&) noexcept;
  TestRegistry& operator=(TestRegistry&&) noexcept;
  ~TestRegistry();

  /// What a program has in production. Whatever is asked of it by a session or a request can be let
  /// fail, and is in the journal.
  [[nodiscard]] Registry& registry() noexcept;
  operator Registry&() noexcept { return registry(); }
  /// A session of the default identity.
  [[nodiscard]] Session session() const;
  [[nodiscard]] Session session(Identity identity) const;
  operator Session() const { return session(); }

  /// Its transport: requests are answered in process, strictly.
  [[nodiscard]] std::shared_ptr<Transport> transport() const;
  /// A client with the default key and account that waits by the registry's clock, which its
  /// waiting moves.
  [[nodiscard]] Client client() const;
  [[nodiscard]] Client client(ClientOptions options) const;
  /// What `client` is given.
  [[nodiscard]] ClientOptions client_options() const;
  /// Answer the request; the default key is added if it has none.
  Response send(Request request) const;

  [[nodiscard]] const Identity& identity() const noexcept;
  /// The secret of the default identity's key.
  [[nodiscard]] const std::string& api_key() const noexcept;
  /// The secret of the seed's key with that label. Throws: `not_found`.
  [[nodiscard]] const std::string& api_key(std::string_view label) const;

  /// The clock stands still until it is told to move.
  [[nodiscard]] Timestamp now() const;
  void set(Timestamp now);
  void advance(std::chrono::microseconds time);

  /// Start again from another seed.
  void seed(Seed seed);
  /// Be as it was when it was made: what it holds, the clock, the ids, no faults, no journal. It
  /// takes as long as what was changed.
  void reset();
  /// Hold nothing but the default key. `reset` still returns to the seed.
  void clear();
  /// Write what it holds as a seed, sorted by name, with ids and dates: two that hold the same
  /// write the same.
  /// Throws: `invalid_argument`, with its place, if a number in a record has more digits than a
  /// document of nlohmann's can hold.
  void save_seed(const std::filesystem::path& path) const;
  [[nodiscard]] std::string seed_text() const;

  /// Let calls fail, by either door, as planned.
  void fail(Fault fault, When when = {});
  /// Forget every plan.
  void heal();

  /// What was asked so far.
  [[nodiscard]] Journal journal() const;
  void forget_journal();
  /// Refuse, from now on, every call but these, with `UnexpectedCall`.
  void strict(std::vector<Call> allowed);
  /// Throws: `UnexpectedCall` if one was refused, even if whoever made it kept silent.
  void verify() const;

 private:
  struct State;
  class Wire;
  std::shared_ptr<State> state_;
};

}  // namespace modelreg::testing
