#include "tool/columns.hpp"

#include <array>
#include <optional>

#include "modelreg/error.hpp"

namespace modelreg::tool {
namespace {

using Group = CountedGroup;
using Model = ModelInstance;
using Deployment = ModelDeployment;

std::string text_of(const std::string& text) { return text; }
std::string text_of(std::int64_t number) { return std::to_string(number); }
std::string text_of(Timestamp timestamp) { return to_string(timestamp); }
std::string text_of(const JsonObject& object) { return object.text(); }
std::string text_of(TextEnum auto value) { return std::string(to_string(value)); }
template <class Record>
std::string text_of(const Id<Record>& id) {
  return id.str();
}
template <class Value>
std::string text_of(const std::optional<Value>& value) {
  return value ? text_of(*value) : "";
}

constexpr std::array<Column<Group>, 6> group_columns{{
    {"id", [](const Group& g) { return text_of(g.group.id); }, true},
    {"models", [](const Group& g) { return text_of(g.models); }, true},
    {"name", [](const Group& g) { return text_of(g.group.name); }, true},
    {"description", [](const Group& g) { return text_of(g.group.description); }},
    {"created_at", [](const Group& g) { return text_of(g.group.created_at); }},
    {"created_by", [](const Group& g) { return text_of(g.group.created_by_user_id); }},
}};

constexpr std::array<Column<Model>, 15> model_columns{{
    {"id", [](const Model& m) { return text_of(m.id); }, true},
    {"vendor", [](const Model& m) { return text_of(m.model_vendor); }, true},
    {"type", [](const Model& m) { return text_of(m.model_type); }, true},
    {"group", [](const Model& m) { return text_of(m.model_group_id); }, true},
    {"name", [](const Model& m) { return text_of(m.name); }, true},
    {"display_name", [](const Model& m) { return text_of(m.display_name); }},
    {"description", [](const Model& m) { return text_of(m.description); }},
    {"base_model", [](const Model& m) { return text_of(m.base_model_id); }},
    {"base_model_metadata", [](const Model& m) { return text_of(m.base_model_metadata); }},
    {"template", [](const Model& m) { return text_of(m.model_template_id); }},
    {"model_card", [](const Model& m) { return text_of(m.model_card); }},
    {"deployments", [](const Model& m) { return text_of(m.deployment_count); }},
    {"multi_turn",
     [](const Model& m) { return text_of(std::string(m.supports_multi_turn ? "yes" : "no")); }},
    {"created_at", [](const Model& m) { return text_of(m.created_at); }},
    {"created_by", [](const Model& m) { return text_of(m.created_by_user_id); }},
}};

constexpr std::array<Column<Deployment>, 7> deployment_columns{{
    {"id", [](const Deployment& d) { return text_of(d.id); }, true},
    {"model", [](const Deployment& d) { return text_of(d.model_instance_id); }, true},
    {"status", [](const Deployment& d) { return text_of(d.status); }, true},
    {"name", [](const Deployment& d) { return text_of(d.name); }, true},
    {"endpoint", [](const Deployment& d) { return text_of(d.model_endpoint_id); }},
    {"created_at", [](const Deployment& d) { return text_of(d.created_at); }},
    {"created_by", [](const Deployment& d) { return text_of(d.created_by_user_id); }},
}};

constexpr std::array<Column<ApiKey>, 6> key_columns{{
    {"id", [](const ApiKey& k) { return text_of(k.id); }, true},
    {"account", [](const ApiKey& k) { return text_of(k.account_id); }, true},
    {"user", [](const ApiKey& k) { return text_of(k.user_id); }, true},
    {"created", [](const ApiKey& k) { return text_of(k.created_at); }, true},
    {"revoked", [](const ApiKey& k) { return text_of(k.revoked_at); }, true},
    {"label", [](const ApiKey& k) { return text_of(k.label); }, true},
}};

}  // namespace

template <>
std::span<const Column<CountedGroup>> all_columns<CountedGroup>() {
  return group_columns;
}
template <>
std::span<const Column<ModelInstance>> all_columns<ModelInstance>() {
  return model_columns;
}
template <>
std::span<const Column<ModelDeployment>> all_columns<ModelDeployment>() {
  return deployment_columns;
}
template <>
std::span<const Column<ApiKey>> all_columns<ApiKey>() {
  return key_columns;
}

void refuse_column(const std::string& wanted, const std::vector<std::string>& names) {
  std::string known;
  for (const auto& name : names) known += (known.empty() ? "" : ", ") + name;
  throw Error({{"columns", "there is no column " + wanted + "; there are " + known, "enum"}});
}

}  // namespace modelreg::tool
