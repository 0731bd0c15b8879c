#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "modelreg/api_key.hpp"
#include "modelreg/check_report.hpp"
#include "modelreg/model_deployment.hpp"
#include "modelreg/model_group.hpp"
#include "modelreg/model_instance.hpp"
#include "modelreg/model_instance_view.hpp"

/// The fields of each record, once: their names, their order (that of the wire contract), their
/// rules and their columns. SQL, binding, reading, validation, JSON, sorting, updates and creation
/// walk these lists, so that none of them knows a field that the others do not.
///
/// A list takes the function to call before the records, so that it can walk several that share
/// their fields side by side: what is new and what is stored, or changes and what they change.
namespace modelreg::base {

/// What the text of a field may be. That it is required follows from its type: it is neither a
/// std::optional nor a Change.
enum class TextRule : std::uint8_t {
  text = 1,  ///< At most 1 MiB.
  name,      ///< 1 to 1024 characters.
  label,     ///< At most 1024 characters.
  id,        ///< 1 to 255 bytes.
};

/// How a field is kept in the table of its record.
enum class Column : std::uint8_t {
  changeable = 1,  ///< A column of its own, which an update writes.
  fixed,           ///< A column of its own, written once.
  document,        ///< The key of a row of `json_document`, which an update writes.
  account,         ///< The row's account.
  elsewhere,       ///< In another table, or computed.
};

struct Field {
  std::string_view name;
  TextRule rule = TextRule::text;
  bool clearable = true;  ///< Whether a change may remove the value.
  Column column = Column::changeable;
  std::string_view selected = {};  ///< `elsewhere`: the SQL of its value beside the whole row,
  std::string_view sorted = {};    ///< and beside the row's table alone.

  constexpr operator std::string_view() const noexcept { return name; }
};

template <class T, class... Records>
concept OneOf = (std::same_as<std::remove_const_t<T>, Records> || ...);

/// The fields that a caller of the hosted platform may set.
template <class Visit, OneOf<ModelGroup, NewModelGroup, ModelGroupChanges>... Records>
void each_creatable_field(Visit&& visit, Records&... records) {
  visit(Field{.name = "name", .rule = TextRule::name, .clearable = false}, records.name...);
  visit(Field{.name = "description"}, records.description...);
}

template <class Visit, OneOf<ModelInstance, NewModelInstance, ModelInstanceChanges>... Records>
void each_creatable_field(Visit&& visit, Records&... records) {
  visit(Field{.name = "name", .rule = TextRule::name, .clearable = false}, records.name...);
  visit(Field{.name = "model_vendor"}, records.model_vendor...);
  visit(Field{.name = "model_type", .clearable = false}, records.model_type...);
  visit(Field{.name = "base_model_id", .rule = TextRule::id}, records.base_model_id...);
  visit(Field{.name = "base_model_metadata"}, records.base_model_metadata...);
  visit(Field{.name = "model_creation_parameters"}, records.model_creation_parameters...);
  visit(Field{.name = "model_card"}, records.model_card...);
  visit(Field{.name = "training_data_card"}, records.training_data_card...);
  visit(Field{.name = "description"}, records.description...);
  visit(Field{.name = "display_name"}, records.display_name...);
  visit(Field{.name = "model_template_id", .rule = TextRule::id}, records.model_template_id...);
  visit(Field{.name = "model_group_id",
              .rule = TextRule::id,
              .column = Column::elsewhere,
              .selected = "g.id",
              .sorted = "(SELECT g.id FROM model_group_member o"
                        " JOIN model_group g ON g.key = o.model_group"
                        " WHERE o.model_instance = i.key)"},
        records.model_group_id...);
}

template <class Visit,
          OneOf<ModelDeployment, NewModelDeployment, ModelDeploymentChanges>... Records>
void each_creatable_field(Visit&& visit, Records&... records) {
  visit(Field{.name = "name", .rule = TextRule::name, .clearable = false}, records.name...);
  visit(Field{.name = "model_creation_parameters"}, records.model_creation_parameters...);
  visit(Field{.name = "vendor_configuration"}, records.vendor_configuration...);
  visit(Field{.name = "deployment_metadata"}, records.deployment_metadata...);
}

/// Whose a stored record is and since when.
template <class Visit, class Record>
void each_ownership_field(Visit&& visit, Record& record) {
  visit(Field{.name = "id", .rule = TextRule::id, .column = Column::fixed}, record.id);
  visit(Field{.name = "created_at", .column = Column::fixed}, record.created_at);
  visit(Field{.name = "account_id", .rule = TextRule::id, .column = Column::account},
        record.account_id);
  visit(Field{.name = "created_by_user_id", .rule = TextRule::id, .column = Column::fixed},
        record.created_by_user_id);
}

template <class Visit, OneOf<ModelGroup> Record>
void each_field(Visit&& visit, Record& record) {
  each_creatable_field(visit, record);
  each_ownership_field(visit, record);
}

template <class Visit, OneOf<ModelInstance> Record>
void each_field(Visit&& visit, Record& record) {
  constexpr std::string_view deployments =
      "(SELECT count(*) FROM model_deployment d WHERE d.model_instance = i.key)";
  each_creatable_field(visit, record);
  each_ownership_field(visit, record);
  visit(Field{.name = "request_schema", .column = Column::document}, record.request_schema);
  visit(Field{.name = "response_schema", .column = Column::document}, record.response_schema);
  visit(Field{.name = "deployment_count",
              .column = Column::elsewhere,
              .selected = deployments,
              .sorted = deployments},
        record.deployment_count);
  visit(Field{.name = "supports_multi_turn"}, record.supports_multi_turn);
}

template <class Visit, OneOf<ViewedModelInstance> Record>
void each_field(Visit&& visit, Record& record) {
  each_field(visit, record.model_instance);
  visit(Field{.name = "deployments"}, record.deployments);
  visit(Field{.name = "model_group"}, record.model_group);
}

template <class Visit, OneOf<ModelDeployment> Record>
void each_field(Visit&& visit, Record& record) {
  each_creatable_field(visit, record);
  visit(Field{.name = "model_instance_id",
              .rule = TextRule::id,
              .column = Column::elsewhere,
              .selected = "i.id",
              .sorted = "(SELECT i.id FROM model_instance i WHERE i.key = d.model_instance)"},
        record.model_instance_id);
  visit(Field{.name = "model_endpoint_id", .rule = TextRule::id, .column = Column::fixed},
        record.model_endpoint_id);
  each_ownership_field(visit, record);
  visit(Field{.name = "status", .rule = TextRule::id, .column = Column::fixed}, record.status);
}

template <class Visit, OneOf<NewModelGroup, NewModelInstance, NewModelDeployment> Record>
void each_field(Visit&& visit, Record& record) {
  each_creatable_field(visit, record);
  visit(Field{.name = "id", .rule = TextRule::id}, record.id);
}

template <class Visit,
          OneOf<ModelGroupChanges, ModelInstanceChanges, ModelDeploymentChanges> Record>
void each_field(Visit&& visit, Record& record) {
  each_creatable_field(visit, record);
}

template <class Visit, OneOf<ApiKey> Record>
void each_field(Visit&& visit, Record& record) {
  visit(Field{.name = "id", .rule = TextRule::id}, record.id);
  visit(Field{.name = "account_id", .rule = TextRule::id}, record.account_id);
  visit(Field{.name = "user_id", .rule = TextRule::id}, record.user_id);
  visit(Field{.name = "label", .rule = TextRule::label}, record.label);
  visit(Field{.name = "created_at"}, record.created_at);
  visit(Field{.name = "revoked_at"}, record.revoked_at);
}

template <class Visit, OneOf<NewApiKey> Record>
void each_field(Visit&& visit, Record& record) {
  visit(Field{.name = "id"}, record.id);
  visit(Field{.name = "secret"}, record.secret);
  visit(Field{.name = "account_id"}, record.account_id);
  visit(Field{.name = "user_id"}, record.user_id);
  visit(Field{.name = "label"}, record.label);
}

template <class Visit, OneOf<CheckReport> Record>
void each_field(Visit&& visit, Record& record) {
  visit(Field{.name = "sound"}, record.sound());
  visit(Field{.name = "integrity"}, record.integrity);
  visit(Field{.name = "references"}, record.references);
  visit(Field{.name = "drift"}, record.drift);
}

}  // namespace modelreg::base
