#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modelreg/change.hpp"
#include "modelreg/error.hpp"
#include "modelreg/export.hpp"
#include "modelreg/id.hpp"
#include "modelreg/json_object.hpp"
#include "modelreg/timestamp.hpp"

namespace modelreg {

/// One deployment of a model instance, as it is stored. Texts have at most 1 MiB.
struct ModelDeployment {
  std::string name = {};                                     ///< 1 to 1024 characters.
  ModelInstanceId model_instance_id = {};                    ///< What is deployed.
  std::optional<std::string> model_endpoint_id = {};         ///< Opaque, like every id.
  std::optional<JsonObject> model_creation_parameters = {};  ///< Free-form.
  std::optional<JsonObject> vendor_configuration = {};       ///< Free-form.
  std::optional<JsonObject> deployment_metadata = {};        ///< Free-form.
  ModelDeploymentId id = {};                                 ///< Unique in the account.
  Timestamp created_at = {};
  std::string account_id = {};          ///< The account that owns it.
  std::string created_by_user_id = {};  ///< Who created it.
  std::string status = {};  ///< 1 to 255 bytes: `READY` if created here, else as imported.

  bool operator==(const ModelDeployment&) const = default;
};

/// What a caller supplies to create a deployment; `name` is required.
struct NewModelDeployment {
  std::string name = {};  ///< 1 to 1024 characters.
  std::optional<JsonObject> model_creation_parameters = {};
  std::optional<JsonObject> vendor_configuration = {};
  std::optional<JsonObject> deployment_metadata = {};
  std::optional<ModelDeploymentId> id = {};  ///< Without one, the registry makes one.

  bool operator==(const NewModelDeployment&) const = default;
};

/// What an update changes. The name cannot be cleared.
struct ModelDeploymentChanges {
  Change<std::string> name = {};
  Change<JsonObject> model_creation_parameters = {};
  Change<JsonObject> vendor_configuration = {};
  Change<JsonObject> deployment_metadata = {};

  bool operator==(const ModelDeploymentChanges&) const = default;
};

/// Every rule that the record breaks, in the order of its fields; empty if it may be stored.
[[nodiscard]] MODELREG_EXPORT std::vector<Violation> validate(const ModelDeployment& deployment);
[[nodiscard]] MODELREG_EXPORT std::vector<Violation> validate(const NewModelDeployment& deployment);
[[nodiscard]] MODELREG_EXPORT std::vector<Violation> validate(
    const ModelDeploymentChanges& changes);

}  // namespace modelreg
