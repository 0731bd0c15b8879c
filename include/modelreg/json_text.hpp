#pragma once

#include <string>
#include <string_view>

#include "modelreg/api_key.hpp"
#include "modelreg/check_report.hpp"
#include "modelreg/export.hpp"
#include "modelreg/model_deployment.hpp"
#include "modelreg/model_group.hpp"
#include "modelreg/model_instance.hpp"
#include "modelreg/model_instance_view.hpp"
#include "modelreg/page.hpp"

namespace modelreg {

/// The record as a JSON object on one line, with exactly the fields of the wire contract, in its
/// order. An optional field without a value is left out.
///
///     std::string text = to_json_text(group);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const ModelGroup& group);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const NewModelGroup& group);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const ModelInstance& instance);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const NewModelInstance& instance);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const ViewedModelInstance& instance);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const ModelDeployment& deployment);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const NewModelDeployment& deployment);

/// A page as the hosted platform answers it, with its items and its place in the list.
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const Page<ModelGroup>& page);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const Page<ModelInstance>& page);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const Page<ViewedModelInstance>& page);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const Page<ModelDeployment>& page);

/// A key as `Registry::list_api_keys` tells of it, without its secret; one that was just made, with
/// it; and what a check found, with `sound` first.
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const ApiKey& key);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const NewApiKey& key);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const CheckReport& report);

/// The record that a JSON object spells: `ModelGroup`, `ModelInstance`, `ModelDeployment`, or what
/// is new of them. What `to_json_text` wrote of a valid record comes back equal, however large.
///
///     auto instance = from_json_text<NewModelInstance>(
///         R"({"name": "Command R", "model_type": "CHAT_COMPLETION", "model_vendor": "COHERE"})");
///
/// `null` for an optional field means that it has no value; unknown fields are ignored.
/// Throws: `invalid_argument`, with every violation and its field, if a required field is missing,
/// a value has the wrong type, is not one of an enum's or breaks a rule of `validate()`; and if the
/// text is no JSON object, has more than 24 MiB, 10,000 members or 32 levels, or breaks a rule of
/// `JsonObject`.
template <class Record>
[[nodiscard]] Record from_json_text(std::string_view text);

template <>
MODELREG_EXPORT ModelGroup from_json_text<ModelGroup>(std::string_view text);
template <>
MODELREG_EXPORT NewModelGroup from_json_text<NewModelGroup>(std::string_view text);
template <>
MODELREG_EXPORT ModelInstance from_json_text<ModelInstance>(std::string_view text);
template <>
MODELREG_EXPORT NewModelInstance from_json_text<NewModelInstance>(std::string_view text);
template <>
MODELREG_EXPORT ModelDeployment from_json_text<ModelDeployment>(std::string_view text);
template <>
MODELREG_EXPORT NewModelDeployment from_json_text<NewModelDeployment>(std::string_view text);

}  // namespace modelreg
