#pragma once

#include <concepts>
#include <type_traits>

#include "modelreg/api_key.hpp"
#include "modelreg/check_report.hpp"
#include "modelreg/model_deployment.hpp"
#include "modelreg/model_group.hpp"
#include "modelreg/model_instance.hpp"
#include "modelreg/model_instance_view.hpp"

/// The fields of each record, once: their names and their order, as in the wire contract.
/// Validation, encoding, decoding and sorting all walk these lists, so that none of them knows a
/// field that the others do not. That a field is required follows from its type: it is neither a
/// std::optional nor a Change.
namespace modelreg::base {

template <class T, class... Records>
concept OneOf = (std::same_as<std::remove_const_t<T>, Records> || ...);

/// The fields that a caller of the hosted platform may set.
template <OneOf<ModelGroup, NewModelGroup, ModelGroupChanges> Record, class Visit>
void each_creatable_field(Record& record, Visit&& visit) {
  visit("name", record.name);
  visit("description", record.description);
}

template <OneOf<ModelInstance, NewModelInstance, ModelInstanceChanges> Record, class Visit>
void each_creatable_field(Record& record, Visit&& visit) {
  visit("name", record.name);
  visit("model_vendor", record.model_vendor);
  visit("model_type", record.model_type);
  visit("base_model_id", record.base_model_id);
  visit("base_model_metadata", record.base_model_metadata);
  visit("model_creation_parameters", record.model_creation_parameters);
  visit("model_card", record.model_card);
  visit("training_data_card", record.training_data_card);
  visit("description", record.description);
  visit("model_template_id", record.model_template_id);
  visit("model_group_id", record.model_group_id);
}

template <OneOf<ModelDeployment, NewModelDeployment, ModelDeploymentChanges> Record, class Visit>
void each_creatable_field(Record& record, Visit&& visit) {
  visit("name", record.name);
  visit("model_creation_parameters", record.model_creation_parameters);
  visit("vendor_configuration", record.vendor_configuration);
  visit("deployment_metadata", record.deployment_metadata);
}

/// Whose a stored record is and since when.
template <class Record, class Visit>
void each_ownership_field(Record& record, Visit&& visit) {
  visit("id", record.id);
  visit("created_at", record.created_at);
  visit("account_id", record.account_id);
  visit("created_by_user_id", record.created_by_user_id);
}

template <OneOf<ModelGroup> Record, class Visit>
void each_field(Record& record, Visit&& visit) {
  each_creatable_field(record, visit);
  each_ownership_field(record, visit);
}

template <OneOf<ModelInstance> Record, class Visit>
void each_field(Record& record, Visit&& visit) {
  each_creatable_field(record, visit);
  each_ownership_field(record, visit);
  visit("request_schema", record.request_schema);
  visit("response_schema", record.response_schema);
  visit("deployment_count", record.deployment_count);
  visit("supports_multi_turn", record.supports_multi_turn);
}

template <OneOf<ViewedModelInstance> Record, class Visit>
void each_field(Record& record, Visit&& visit) {
  each_field(record.model_instance, visit);
  visit("deployments", record.deployments);
  visit("model_group", record.model_group);
}

template <OneOf<ModelDeployment> Record, class Visit>
void each_field(Record& record, Visit&& visit) {
  each_creatable_field(record, visit);
  visit("model_instance_id", record.model_instance_id);
  visit("model_endpoint_id", record.model_endpoint_id);
  each_ownership_field(record, visit);
  visit("status", record.status);
}

template <OneOf<NewModelGroup, NewModelInstance, NewModelDeployment> Record, class Visit>
void each_field(Record& record, Visit&& visit) {
  each_creatable_field(record, visit);
  visit("id", record.id);
}

template <OneOf<ModelGroupChanges, ModelInstanceChanges, ModelDeploymentChanges> Record,
          class Visit>
void each_field(Record& record, Visit&& visit) {
  each_creatable_field(record, visit);
}

template <OneOf<ApiKey> Record, class Visit>
void each_field(Record& record, Visit&& visit) {
  visit("id", record.id);
  visit("account_id", record.account_id);
  visit("user_id", record.user_id);
  visit("label", record.label);
  visit("created_at", record.created_at);
  visit("revoked_at", record.revoked_at);
}

template <OneOf<NewApiKey> Record, class Visit>
void each_field(Record& record, Visit&& visit) {
  visit("id", record.id);
  visit("secret", record.secret);
  visit("account_id", record.account_id);
  visit("user_id", record.user_id);
  visit("label", record.label);
}

template <OneOf<CheckReport> Record, class Visit>
void each_field(Record& record, Visit&& visit) {
  visit("sound", record.sound());
  visit("integrity", record.integrity);
  visit("references", record.references);
  visit("drift", record.drift);
}

}  // namespace modelreg::base
