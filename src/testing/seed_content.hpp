#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "modelreg/registry.hpp"
#include "modelreg/testing/seed.hpp"
#include "testing/clock.hpp"

namespace modelreg::testing {

/// Where an item of a seed stands, and what it says of its making.
struct Origin {
  std::string place = {};  ///< `groups[2].models[0]`.
  std::optional<Timestamp> created_at = {};
  std::optional<std::string> user_id = {};
};

struct SeedGroup {
  NewModelGroup record = {};
  Origin origin = {};
};

/// What a record refers to: an item of the same account by its index, or by what the seed calls it.
struct Reference {
  std::optional<std::size_t> index = {};
  std::string name = {};
};

struct SeedModel {
  NewModelInstance record = {};
  Origin origin = {};
  Reference group = {};
  std::optional<JsonObject> request_schema = {};
  std::optional<JsonObject> response_schema = {};
  std::optional<bool> supports_multi_turn = {};
};

struct SeedDeployment {
  NewModelDeployment record = {};
  Origin origin = {};
  Reference model = {};
  std::optional<std::string> model_endpoint_id = {};
  std::optional<std::string> status = {};
};

struct SeedKey {
  std::string label = {};
  Origin origin = {};
};

struct SeedAccount {
  std::optional<Identity> identity = {};  ///< The default one if empty.
  std::string place = {};                 ///< `accounts[1].`, or empty.
  std::vector<SeedGroup> groups = {};
  std::vector<SeedModel> models = {};
  std::vector<SeedDeployment> deployments = {};
  std::vector<SeedKey> keys = {};
};

/// A registry that holds a seed, to be copied.
struct PlantedSeed {
  Registry registry;
  std::string api_key = {};                                   ///< Of the default identity.
  std::map<std::string, std::string, std::less<>> keys = {};  ///< The secrets by label.
  std::uint64_t ids_made = 0;
  std::vector<Identity> identities = {};  ///< Whose accounts there are.
};

/// What decides what a seed becomes.
struct Soil {
  Identity identity = {};
  Timestamp now = {};
  std::optional<std::uint64_t> id_seed = {};

  [[nodiscard]] auto key() const {
    return std::tie(identity.account_id, identity.user_id, now, id_seed);
  }
  bool operator<(const Soil& other) const { return key() < other.key(); }
};

struct SeedContent {
  SeedContent() = default;
  SeedContent(const SeedContent& other) : accounts(other.accounts), violations(other.violations) {}
  SeedContent& operator=(const SeedContent&) = delete;

  /// A registry that holds it, made once.
  /// Throws: `invalid_argument` with every fault.
  [[nodiscard]] std::shared_ptr<const PlantedSeed> planted(const Soil& soil);

  std::vector<SeedAccount> accounts{1};    ///< The default one first.
  std::vector<Violation> violations = {};  ///< Found while it was made.

 private:
  std::mutex mutex_;
  std::map<Soil, std::shared_ptr<const PlantedSeed>> planted_;
};

/// The seed that holds nothing, one for all.
[[nodiscard]] const std::shared_ptr<SeedContent>& empty_seed();

/// Every fault, those of references included.
[[nodiscard]] std::vector<Violation> all_violations(const SeedContent& content);

/// Which item of the account `reference` names.
[[nodiscard]] std::size_t resolve(const std::vector<SeedGroup>& groups, const Reference& reference);
[[nodiscard]] std::size_t resolve(const std::vector<SeedModel>& models, const Reference& reference);

/// Read the document into `content`; its faults are among the violations.
void read_seed(std::string_view json, SeedContent& content);

/// Store all of `content`, which has no fault.
void plant(const SeedContent& content, PlantedSeed& into, const Soil& soil, Clock& clock);

/// What the accounts of these identities, of which the first is the default one, and of all keys
/// but `api_key` hold, as a seed.
[[nodiscard]] std::string write_seed(Registry& registry, const std::vector<Identity>& identities,
                                     const std::string& api_key);

}  // namespace modelreg::testing
