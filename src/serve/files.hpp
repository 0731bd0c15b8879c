#pragma once

#include <array>
#include <string>
#include <string_view>

#include "modelreg/edition.hpp"

/// What the server gives away beside the registry: files that CMake compiled in.
namespace modelreg::serve {

struct File {
  std::string_view name;
  std::string_view text;
};
extern const std::array<File, 3> files;

/// The page for people.
[[nodiscard]] std::string page();
/// The OpenAPI document of that edition.
[[nodiscard]] std::string openapi_document(Edition edition);

}  // namespace modelreg::serve
