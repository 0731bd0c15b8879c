#include "registry/model_type_traits.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/fork.hpp"
#include "storage/embedded.hpp"

namespace modelreg::registry {
namespace {

using Schemas = std::array<JsonObject, enum_texts<ModelType>.size()>;

/// `completion.request.json` for a completion's request.
std::string file_name(ModelType type, std::string_view kind) {
  std::string name(to_string(type));
  for (char& letter : name) letter = static_cast<char>(std::tolower(letter));
  return name.append(".").append(kind).append(".json");
}

Schemas load(std::string_view kind) {
  Schemas schemas;
  for (std::size_t i = 0; i < schemas.size(); ++i) {
    const auto files = storage::embedded_json_schemas();
    const auto file =
        std::find_if(files.begin(), files.end(), [&](const storage::EmbeddedFile& candidate) {
          return candidate.name == file_name(enum_texts<ModelType>[i].value, kind);
        });
    schemas.at(i) = JsonObject(std::string(file->text));
  }
  return schemas;
}

std::size_t index_of(ModelType type) { return static_cast<std::size_t>(type) - 1; }

}  // namespace

const JsonObject& request_schema_of(ModelType type) {
  const base::NoFork no_fork;  // a child could never finish what another thread has begun here
  static const Schemas schemas = load("request");
  return schemas.at(index_of(type));
}

const JsonObject& response_schema_of(ModelType type) {
  const base::NoFork no_fork;
  static const Schemas schemas = load("response");
  return schemas.at(index_of(type));
}

}  // namespace modelreg::registry
