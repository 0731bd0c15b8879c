#include "tool/answer.hpp"

#include <nlohmann/json.hpp>

namespace modelreg::tool {

void print_json(std::ostream& out, const nlohmann::ordered_json& answer) {
  out << answer.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

std::string counted(std::int64_t number, std::string_view noun) {
  return std::to_string(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

std::string listed(std::int64_t groups, std::int64_t models, std::int64_t deployments) {
  std::string text;
  const auto add = [&text](std::int64_t number, std::string_view noun) {
    if (number > 0) text += (text.empty() ? "" : ", ") + counted(number, noun);
  };
  add(groups, "model group");
  add(models, "model");
  add(deployments, "deployment");
  return text;
}

void print_deleted(const Context& context, std::ostream& out, const std::string& what) {
  out << (context.json ? R"({"count":1,"success":true})" : "deleted " + what) << '\n';
}

std::string array_of(const std::vector<ModelInstance>& models) {
  std::string json = "[";
  for (const auto& model : models) {
    if (json.size() > 1) json += ',';
    json += to_json_text(model);
  }
  return json + "]";
}

std::string with_models(const ModelGroup& group, const std::vector<ModelInstance>& models) {
  std::string json = to_json_text(group);
  json.back() = ',';
  return json + "\"models\":" + array_of(models) + "}";
}

}  // namespace modelreg::tool
