#include <string>

#include "tool/commands.hpp"

namespace modelreg::tool {

std::string advice(const Error& error) {
  for (const auto& violation : error.violations()) {
    if (violation.field == "model_group_id") return "`modelreg group list` shows those there are";
    if (violation.field == "model_instance_id")
      return "`modelreg model list` shows those there are";
    if (violation.field == "deployment_id") {
      return "`modelreg deployment list` shows those there are";
    }
    if (violation.field == "key_id") return "`modelreg key list` shows those there are";
    if (violation.field == "id") return "choose another id, or leave it out to have one made";
    if (violation.field == "path" && error.code() == ErrorCode::not_found) {
      return "`modelreg group create`, `modelreg key create` and `modelreg import` make a "
             "registry; "
             "--db PATH names it";
    }
    if (violation.problem.find("Trust::any") != std::string::npos) {
      return "--trust any opens it as it is";
    }
    if (violation.field == "path") return "name the registry's file with --db PATH";
  }
  return {};
}

}  // namespace modelreg::tool
