#include "serve/files.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace modelreg::serve {
namespace {

std::string_view text_of(std::string_view name) {
  return std::find_if(files.begin(), files.end(),
                      [&](const File& file) { return file.name == name; })
      ->text;
}

}  // namespace

std::string page() { return std::string(text_of("page.html")); }

std::string openapi_document(Edition edition) {
  const auto documented = text_of("openapi.json");
  if (edition == Edition::documented) return std::string(documented);
  const auto patch = nlohmann::json::parse(text_of("openapi.current.json"));
  return nlohmann::json::parse(documented).patch(patch).dump(2);
}

}  // namespace modelreg::serve
