#include "tool/answer.hpp"

#include <nlohmann/json.hpp>

#include "tool/table.hpp"

namespace modelreg::tool {

void print_json(std::ostream& out, const nlohmann::ordered_json& answer) {
  out << answer.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

std::string counted(std::int64_t number, std::string_view noun) {
  return std::to_string(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

void print_deleted(const Context& context, std::ostream& out, const std::string& what) {
  out << (context.json ? R"({"count":1,"success":true})" : "deleted " + what) << '\n';
}

std::string vendor_of(const ModelInstance& model) {
  return model.model_vendor ? std::string(to_string(*model.model_vendor)) : "";
}

std::string group_of(const ModelInstance& model) {
  return model.model_group_id ? model.model_group_id->str() : "";
}

void print_models(std::ostream& out, const std::vector<ModelInstance>& models) {
  Table table({"ID", "VENDOR", "TYPE", "GROUP", "NAME"});
  for (const auto& model : models) {
    table.add({model.id.str(), vendor_of(model), std::string(to_string(model.model_type)),
               group_of(model), model.name});
  }
  out << table;
}

}  // namespace modelreg::tool
