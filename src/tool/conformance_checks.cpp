#include "tool/conformance_checks.hpp"

namespace modelreg::tool {
namespace {

using nlohmann::ordered_json;

Check check_of(const ordered_json& row) {
  const std::string request = row.at("request");
  const auto space = request.find(' ');
  return {.name = row.at("name"),
          .basis = row.at("basis"),
          .method = request.substr(0, space),
          .target = request.substr(space + 1),
          .headers = row.value("headers", ordered_json::object()),
          .body = row.value("body", ordered_json(ordered_json::value_t::discarded)),
          .text = row.contains("text") ? std::optional<std::string>(row.at("text")) : std::nullopt,
          .status = row.at("status"),
          .answer = row.value("answer", ordered_json()),
          .answer_headers = row.value("answer_headers", ordered_json::object()),
          .only = row.value("only", std::vector<std::string>()),
          .keep = row.value("keep", std::string())};
}

}  // namespace

std::vector<Check> conformance_checks() {
  std::vector<Check> checks;
  for (const auto& row : ordered_json::parse(conformance_table)) checks.push_back(check_of(row));
  return checks;
}

}  // namespace modelreg::tool
