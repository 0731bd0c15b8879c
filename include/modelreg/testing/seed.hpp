#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "modelreg/identity.hpp"
#include "modelreg/model_deployment.hpp"
#include "modelreg/model_group.hpp"
#include "modelreg/model_instance.hpp"

namespace modelreg::testing {

struct SeedContent;

/// What a test registry holds at first: groups, models, deployments and keys, as a JSON document or
/// built in C++.
///
///     const auto seed = Seed::from_text(R"({
///       "groups": [{"name": "chat", "models": [
///         {"name": "GPT-4o", "model_type": "CHAT_COMPLETION", "deployments": [{"name": "eu"}]}
///       ]}],
///       "models": [{"name": "Embed", "model_type": "EMBEDDING", "group": "chat"}],
///       "keys": [{"label": "laptop"}]
///     })");
///
/// Each record has the fields of the platform's requests, and may have `id`, `created_at` and
/// `created_by_user_id`; a model and a deployment may have the other fields of a stored record,
/// too. `group` of a model and `model` of a deployment are references: the name, or the id, of one
/// of the document. What stands there is the default account's; `accounts` holds more of the same,
/// each with its `account_id` and `user_id`. `schema/seed.schema.json` describes it, for editors,
/// too.
///
/// Copies are cheap and share what is made of the document, once, for all registries that start
/// from it: keep one `const` seed for a whole suite.
///
/// Thread safety: a `const` seed may be used by any number of threads.
class Seed {
 public:
  /// Nothing but the default account's API key.
  Seed();

  /// Throws: `invalid_argument` with every fault of the document and its place, such as
  /// `groups[2].models[0].model_type`.
  [[nodiscard]] static Seed from_text(std::string_view json);
  /// Throws: the same, and `not_found` if there is no such file.
  [[nodiscard]] static Seed from_file(const std::filesystem::path& path);

  /// What follows is this account's.
  Seed& account(Identity identity);
  Seed& group(NewModelGroup group, std::vector<NewModelInstance> models = {});
  /// `group` is the name or the id of a group of the same account; empty for none.
  Seed& model(NewModelInstance model, std::string group = {});
  Seed& deployment(std::string model, NewModelDeployment deployment);
  /// An API key; `TestRegistry::api_key` tells its secret.
  Seed& key(std::string label);

  /// Every fault at once, with its place, as those of a document.
  [[nodiscard]] std::vector<Violation> violations() const;

 private:
  friend class TestRegistry;
  explicit Seed(std::shared_ptr<SeedContent> content);
  SeedContent& change();

  std::shared_ptr<SeedContent> content_;
};

}  // namespace modelreg::testing
