#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modelreg/change.hpp"
#include "modelreg/error.hpp"
#include "modelreg/export.hpp"
#include "modelreg/id.hpp"
#include "modelreg/timestamp.hpp"

namespace modelreg {

/// A named group of model instances of one account, as it is stored.
struct ModelGroup {
  std::string name = {};                        ///< 1 to 1024 characters; need not be unique.
  std::optional<std::string> description = {};  ///< At most 1 MiB.
  ModelGroupId id = {};                         ///< Unique in the account.
  Timestamp created_at = {};
  std::string account_id = {};          ///< The account that owns the group.
  std::string created_by_user_id = {};  ///< Who created it.

  bool operator==(const ModelGroup&) const = default;
};

/// What a caller supplies to create a group; `name` is required.
struct NewModelGroup {
  std::string name = {};                        ///< 1 to 1024 characters.
  std::optional<std::string> description = {};  ///< At most 1 MiB.
  std::optional<ModelGroupId> id = {};          ///< Without one, the registry makes one.

  bool operator==(const NewModelGroup&) const = default;
};

/// What an update changes. The name cannot be cleared.
struct ModelGroupChanges {
  Change<std::string> name = {};
  Change<std::string> description = {};

  bool operator==(const ModelGroupChanges&) const = default;
};

/// Every rule that the record breaks, in the order of its fields; empty if it may be stored.
[[nodiscard]] MODELREG_EXPORT std::vector<Violation> validate(const ModelGroup& group);
[[nodiscard]] MODELREG_EXPORT std::vector<Violation> validate(const NewModelGroup& group);
[[nodiscard]] MODELREG_EXPORT std::vector<Violation> validate(const ModelGroupChanges& changes);

}  // namespace modelreg
