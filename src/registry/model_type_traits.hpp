#pragma once

#include <span>

#include "modelreg/json_object.hpp"
#include "modelreg/model_type.hpp"

namespace modelreg::registry {

/// What follows from the type of a model.

/// JSON Schema (2020-12) of the requests to such a model and of its responses: `schema/json/`.
[[nodiscard]] const JsonObject& request_schema_of(ModelType type);
[[nodiscard]] const JsonObject& response_schema_of(ModelType type);
/// All of them.
[[nodiscard]] std::span<const JsonObject> known_schemas();

[[nodiscard]] constexpr bool supports_multi_turn(ModelType type) noexcept {
  return type == ModelType::chat_completion || type == ModelType::agent;
}

}  // namespace modelreg::registry
