#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "modelreg/change.hpp"
#include "modelreg/error.hpp"
#include "modelreg/export.hpp"
#include "modelreg/id.hpp"
#include "modelreg/json_object.hpp"
#include "modelreg/model_type.hpp"
#include "modelreg/model_vendor.hpp"
#include "modelreg/timestamp.hpp"

namespace modelreg {

/// A model of one account, as it is stored: the hosted platform's ModelInstance, field by field.
/// Texts have at most 1 MiB.
struct ModelInstance {
  std::string name = {};  ///< 1 to 1024 characters.
  std::optional<ModelVendor> model_vendor = {};
  ModelType model_type = {};
  std::optional<std::string> base_model_id = {};             ///< Opaque, like every id.
  std::optional<JsonObject> base_model_metadata = {};        ///< Free-form.
  std::optional<JsonObject> model_creation_parameters = {};  ///< Free-form.
  std::optional<std::string> model_card = {};
  std::optional<std::string> training_data_card = {};
  std::optional<std::string> description = {};
  std::optional<std::string> display_name = {};  ///< Of `Edition::current`.
  std::optional<std::string> model_template_id = {};
  std::optional<ModelGroupId> model_group_id = {};  ///< The one group that it is in.
  ModelInstanceId id = {};                          ///< Unique in the account.
  Timestamp created_at = {};
  std::string account_id = {};          ///< The account that owns it.
  std::string created_by_user_id = {};  ///< Who created it.
  JsonObject request_schema = {};       ///< JSON Schema of its requests.
  JsonObject response_schema = {};      ///< JSON Schema of its responses.
  std::int64_t deployment_count = 0;    ///< How many deployments it has.
  bool supports_multi_turn = false;     ///< Holds conversations natively.

  bool operator==(const ModelInstance&) const = default;
};

/// What a caller supplies to create an instance; `name` and `model_type` are required.
/// The request and response schema and `supports_multi_turn` follow from `model_type`.
struct NewModelInstance {
  std::string name = {};  ///< 1 to 1024 characters.
  ModelType model_type = {};
  std::optional<ModelVendor> model_vendor = {};
  std::optional<std::string> base_model_id = {};
  std::optional<JsonObject> base_model_metadata = {};
  std::optional<JsonObject> model_creation_parameters = {};
  std::optional<std::string> model_card = {};
  std::optional<std::string> training_data_card = {};
  std::optional<std::string> description = {};
  std::optional<std::string> display_name = {};  ///< Of `Edition::current`.
  std::optional<std::string> model_template_id = {};
  std::optional<ModelGroupId> model_group_id = {};  ///< A group to be in from the start.
  std::optional<ModelInstanceId> id = {};           ///< Without one, the registry makes one.

  bool operator==(const NewModelInstance&) const = default;
};

/// What an update changes. Name and type cannot be cleared. With another type, the instance gets
/// that type's schemas and `supports_multi_turn`.
struct ModelInstanceChanges {
  Change<std::string> name = {};
  Change<ModelVendor> model_vendor = {};
  Change<ModelType> model_type = {};
  Change<std::string> base_model_id = {};
  Change<JsonObject> base_model_metadata = {};
  Change<JsonObject> model_creation_parameters = {};
  Change<std::string> model_card = {};
  Change<std::string> training_data_card = {};
  Change<std::string> description = {};
  Change<std::string> display_name = {};  ///< Of `Edition::current`.
  Change<std::string> model_template_id = {};
  Change<ModelGroupId> model_group_id = {};  ///< Moves it to the group; clearing takes it out.

  bool operator==(const ModelInstanceChanges&) const = default;
};

/// Every rule that the record breaks, in the order of its fields; empty if it may be stored.
[[nodiscard]] MODELREG_EXPORT std::vector<Violation> validate(const ModelInstance& instance);
[[nodiscard]] MODELREG_EXPORT std::vector<Violation> validate(const NewModelInstance& instance);
[[nodiscard]] MODELREG_EXPORT std::vector<Violation> validate(const ModelInstanceChanges& changes);

}  // namespace modelreg
