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

constexpr std::size_t types = enum_texts<ModelType>.size();

/// Those of the requests to each type, and behind them those of the responses.
using Schemas = std::array<JsonObject, 2 * types>;

/// `completion.request.json` for a completion's request.
std::string file_name(ModelType type, std::string_view kind) {
  std::string name(to_string(type));
  for (char& letter : name) letter = static_cast<char>(std::tolower(letter));
  return name.append(".").append(kind).append(".json");
}

JsonObject load(ModelType type, std::string_view kind) {
  const auto files = storage::embedded_json_schemas();
  const auto file =
      std::find_if(files.begin(), files.end(), [&](const storage::EmbeddedFile& candidate) {
        return candidate.name == file_name(type, kind);
      });
  return JsonObject(std::string(file->text));
}

Schemas load() {
  Schemas schemas;
  for (std::size_t i = 0; i < types; ++i) {
    const ModelType type = enum_texts<ModelType>[i].value;
    schemas.at(i) = load(type, "request");
    schemas.at(types + i) = load(type, "response");
  }
  return schemas;
}

const Schemas& schemas() {
  const base::NoFork no_fork;  // a child could never finish what another thread has begun here
  static const Schemas loaded = load();
  return loaded;
}

std::size_t index_of(ModelType type) { return static_cast<std::size_t>(type) - 1; }

}  // namespace

const JsonObject& request_schema_of(ModelType type) { return schemas().at(index_of(type)); }

const JsonObject& response_schema_of(ModelType type) {
  return schemas().at(types + index_of(type));
}

std::span<const JsonObject> known_schemas() { return schemas(); }

}  // namespace modelreg::registry
