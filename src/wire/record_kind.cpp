#include "wire/record_kind.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/fields.hpp"
#include "base/json_scan.hpp"
#include "modelreg/error.hpp"

namespace modelreg::wire {
namespace {

constexpr std::string_view header_member = "modelreg_export";
constexpr std::string_view header_opening = R"({"modelreg_export":)";

struct Opening {
  RecordKind kind;
  std::string_view name;
  std::string_view text;
};

constexpr std::array<Opening, 3> openings{{
    {RecordKind::model_group, "model_group", R"({"record":"model_group",)"},
    {RecordKind::model_instance, "model_instance", R"({"record":"model_instance",)"},
    {RecordKind::model_deployment, "model_deployment", R"({"record":"model_deployment",)"},
}};

base::JsonScan read(std::string_view text) {
  return base::read_json(text, base::rules_of_a_record(max_json_text_bytes));
}

bool has_only_fields_of_a_group(const base::JsonScan& object) {
  std::vector<std::string_view> fields;
  const ModelGroup group;
  base::each_field([&](const base::Field& field, const auto&) { fields.push_back(field.name); },
                   group);
  return std::all_of(object.members.begin(), object.members.end(), [&](const auto& member) {
    return std::find(fields.begin(), fields.end(), member.name) != fields.end();
  });
}

RecordKind kind_called(const base::JsonMember& member) {
  for (const auto& opening : openings) {
    if (member.kind == base::JsonKind::string && member.text == opening.name) return opening.kind;
  }
  throw Error({{"record", "must be one of model_group, model_instance, model_deployment", "enum"}});
}

RecordKind kind_of(const base::JsonScan& object, bool complete) {
  if (const auto* const called = object.find("record")) return kind_called(*called);
  if (object.find("model_instance_id") != nullptr) return RecordKind::model_deployment;
  if (complete && has_only_fields_of_a_group(object)) return RecordKind::model_group;
  return RecordKind::model_instance;
}

void check_version(const base::JsonMember& version) {
  if (version.kind == base::JsonKind::integer && version.text == std::to_string(export_version)) {
    return;
  }
  throw Error({{std::string(header_member),
                "must be " + std::to_string(export_version) +
                    "; a newer version of modelreg wrote this, so use that one to read it",
                "value_error"}});
}

}  // namespace

std::string_view opening_of(RecordKind kind) {
  for (const auto& opening : openings) {
    if (opening.kind == kind) return opening.text;
  }
  return header_opening;
}

bool is_header(std::string_view text) { return text.starts_with(header_opening); }

RecordKinds::Recognised RecordKinds::recognise(std::string_view text) {
  if (exported_) {
    for (const auto& opening : openings) {
      if (text.starts_with(opening.text)) return {opening.kind, true};
    }
  }
  const auto object = read(text);
  if (is_header(text)) {
    check_version(object.members.front());
    exported_ = true;
    return {RecordKind::header, false};
  }
  const bool complete = object.find("created_at") != nullptr;
  return {kind_of(object, complete), complete};
}

ModelInstanceId model_instance_id_of(std::string_view text) {
  const auto object = read(text);
  const auto* const member = object.find("model_instance_id");
  if (member == nullptr || member->kind != base::JsonKind::string) {
    throw Error({{"model_instance_id", "is required", "missing"}});
  }
  return ModelInstanceId(member->text);
}

}  // namespace modelreg::wire
