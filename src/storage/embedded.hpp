#pragma once

#include <span>
#include <string_view>

namespace modelreg::storage {

/// A file of `schema/`, compiled in.
struct EmbeddedFile {
  std::string_view name;  ///< Without its folder: `0001_create_registry.sql`.
  std::string_view text;
};

/// `schema/*.sql`, in the order in which they apply.
[[nodiscard]] std::span<const EmbeddedFile> embedded_migrations();

/// `schema/json/*.json`.
[[nodiscard]] std::span<const EmbeddedFile> embedded_json_schemas();

}  // namespace modelreg::storage
