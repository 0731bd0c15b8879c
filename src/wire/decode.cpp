#include <string>
#include <utility>

#include "modelreg/json_text.hpp"
#include "registry/validation.hpp"
#include "wire/record_reader.hpp"

namespace modelreg {
namespace {

template <class Record>
Record decode(std::string_view text, const AnswerOptions* answer = nullptr) {
  Record record{};
  registry::require_valid(wire::read_record(text, record, answer));
  return record;
}

}  // namespace

template <>
ModelGroup from_json_text<ModelGroup>(std::string_view text) {
  return decode<ModelGroup>(text);
}
template <>
NewModelGroup from_json_text<NewModelGroup>(std::string_view text) {
  return decode<NewModelGroup>(text);
}
template <>
ModelGroupChanges from_json_text<ModelGroupChanges>(std::string_view text) {
  return decode<ModelGroupChanges>(text);
}
template <>
ModelInstance from_json_text<ModelInstance>(std::string_view text) {
  return decode<ModelInstance>(text);
}
template <>
NewModelInstance from_json_text<NewModelInstance>(std::string_view text) {
  return decode<NewModelInstance>(text);
}
template <>
ModelInstanceChanges from_json_text<ModelInstanceChanges>(std::string_view text) {
  return decode<ModelInstanceChanges>(text);
}
template <>
ViewedModelInstance from_json_text<ViewedModelInstance>(std::string_view text) {
  return decode<ViewedModelInstance>(text);
}
template <>
ModelDeployment from_json_text<ModelDeployment>(std::string_view text) {
  return decode<ModelDeployment>(text);
}
template <>
NewModelDeployment from_json_text<NewModelDeployment>(std::string_view text) {
  return decode<NewModelDeployment>(text);
}
template <>
ModelDeploymentChanges from_json_text<ModelDeploymentChanges>(std::string_view text) {
  return decode<ModelDeploymentChanges>(text);
}
template <>
Page<ModelGroup> from_json_text<Page<ModelGroup>>(std::string_view text) {
  return decode<Page<ModelGroup>>(text);
}
template <>
Page<ModelInstance> from_json_text<Page<ModelInstance>>(std::string_view text) {
  return decode<Page<ModelInstance>>(text);
}
template <>
Page<ViewedModelInstance> from_json_text<Page<ViewedModelInstance>>(std::string_view text) {
  return decode<Page<ViewedModelInstance>>(text);
}
template <>
Page<ModelDeployment> from_json_text<Page<ModelDeployment>>(std::string_view text) {
  return decode<Page<ModelDeployment>>(text);
}

template <>
ModelGroup from_json_text<ModelGroup>(std::string_view text, const AnswerOptions& options) {
  return decode<ModelGroup>(text, &options);
}
template <>
ModelInstance from_json_text<ModelInstance>(std::string_view text, const AnswerOptions& options) {
  return decode<ModelInstance>(text, &options);
}
template <>
ViewedModelInstance from_json_text<ViewedModelInstance>(std::string_view text,
                                                        const AnswerOptions& options) {
  return decode<ViewedModelInstance>(text, &options);
}
template <>
ModelDeployment from_json_text<ModelDeployment>(std::string_view text,
                                                const AnswerOptions& options) {
  return decode<ModelDeployment>(text, &options);
}
template <>
Page<ModelGroup> from_json_text<Page<ModelGroup>>(std::string_view text,
                                                  const AnswerOptions& options) {
  return decode<Page<ModelGroup>>(text, &options);
}
template <>
Page<ModelInstance> from_json_text<Page<ModelInstance>>(std::string_view text,
                                                        const AnswerOptions& options) {
  return decode<Page<ModelInstance>>(text, &options);
}
template <>
Page<ViewedModelInstance> from_json_text<Page<ViewedModelInstance>>(std::string_view text,
                                                                    const AnswerOptions& options) {
  return decode<Page<ViewedModelInstance>>(text, &options);
}
template <>
Page<ModelDeployment> from_json_text<Page<ModelDeployment>>(std::string_view text,
                                                            const AnswerOptions& options) {
  return decode<Page<ModelDeployment>>(text, &options);
}

}  // namespace modelreg
