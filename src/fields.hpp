#pragma once

#include <concepts>
#include <type_traits>

#include "modelreg/model_group.hpp"
#include "modelreg/model_instance.hpp"

/// The fields of each record, once: their names and their order, as in the wire contract.
/// Validation, encoding and decoding all walk these lists, so that none of them knows a field that
/// the others do not. That a field is required follows from its type: it is no std::optional.
namespace modelreg {

template <class T, class Record>
concept MaybeConst = std::same_as<std::remove_const_t<T>, Record>;

template <MaybeConst<ModelGroup> Record, class Visit>
void each_field(Record& record, Visit&& visit) {
  visit("name", record.name);
  visit("description", record.description);
  visit("id", record.id);
  visit("created_at", record.created_at);
  visit("account_id", record.account_id);
  visit("created_by_user_id", record.created_by_user_id);
}

template <MaybeConst<NewModelGroup> Record, class Visit>
void each_field(Record& record, Visit&& visit) {
  visit("name", record.name);
  visit("description", record.description);
  visit("id", record.id);
}

template <class Record, class Visit>
void each_creatable_instance_field(Record& record, Visit&& visit) {
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

template <MaybeConst<ModelInstance> Record, class Visit>
void each_field(Record& record, Visit&& visit) {
  each_creatable_instance_field(record, visit);
  visit("id", record.id);
  visit("created_at", record.created_at);
  visit("account_id", record.account_id);
  visit("created_by_user_id", record.created_by_user_id);
  visit("request_schema", record.request_schema);
  visit("response_schema", record.response_schema);
  visit("deployment_count", record.deployment_count);
  visit("supports_multi_turn", record.supports_multi_turn);
}

template <MaybeConst<NewModelInstance> Record, class Visit>
void each_field(Record& record, Visit&& visit) {
  each_creatable_instance_field(record, visit);
  visit("id", record.id);
}

}  // namespace modelreg
