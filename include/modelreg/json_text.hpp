#pragma once

#include <cstdint>
#include <optional>
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

/// What is new, with the account that it is for: the body of the hosted platform's request.
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const NewModelGroup& group,
                                                       std::string_view account_id);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const NewModelInstance& instance,
                                                       std::string_view account_id);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const NewModelDeployment& deployment,
                                                       std::string_view account_id);

/// The fields that are changed: one that is cleared is `null`, one that is kept is left out.
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const ModelGroupChanges& changes);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const ModelInstanceChanges& changes);
[[nodiscard]] MODELREG_EXPORT std::string to_json_text(const ModelDeploymentChanges& changes);

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

/// The record that a JSON object spells: `ModelGroup`, `ModelInstance`, `ModelDeployment`, what is
/// new of them or what changes in them, `ViewedModelInstance`, or a `Page`. What `to_json_text`
/// wrote of a valid record comes back equal, however large.
///
///     auto instance = from_json_text<NewModelInstance>(
///         R"({"name": "Command R", "model_type": "CHAT_COMPLETION", "model_vendor": "COHERE"})");
///
/// `null` for an optional field means that it has no value; unknown fields are ignored. A time
/// without an offset is UTC.
/// Throws: `invalid_argument`, with every violation and its field (`items[2].name`, in a page), if
/// a required field is missing, a value has the wrong type, is not one of an enum's or breaks a
/// rule of `validate()`; and if the text is no JSON object, has more than 24 MiB (256 MiB with
/// other records in it), 10,000 members or 32 levels, or breaks a rule of `JsonObject`.
template <class Record>
[[nodiscard]] Record from_json_text(std::string_view text);

template <>
MODELREG_EXPORT ModelGroup from_json_text<ModelGroup>(std::string_view text);
template <>
MODELREG_EXPORT NewModelGroup from_json_text<NewModelGroup>(std::string_view text);
template <>
MODELREG_EXPORT ModelGroupChanges from_json_text<ModelGroupChanges>(std::string_view text);
template <>
MODELREG_EXPORT ModelInstance from_json_text<ModelInstance>(std::string_view text);
template <>
MODELREG_EXPORT NewModelInstance from_json_text<NewModelInstance>(std::string_view text);
template <>
MODELREG_EXPORT ModelInstanceChanges from_json_text<ModelInstanceChanges>(std::string_view text);
template <>
MODELREG_EXPORT ViewedModelInstance from_json_text<ViewedModelInstance>(std::string_view text);
template <>
MODELREG_EXPORT ModelDeployment from_json_text<ModelDeployment>(std::string_view text);
template <>
MODELREG_EXPORT NewModelDeployment from_json_text<NewModelDeployment>(std::string_view text);
template <>
MODELREG_EXPORT ModelDeploymentChanges
from_json_text<ModelDeploymentChanges>(std::string_view text);
template <>
MODELREG_EXPORT Page<ModelGroup> from_json_text<Page<ModelGroup>>(std::string_view text);
template <>
MODELREG_EXPORT Page<ModelInstance> from_json_text<Page<ModelInstance>>(std::string_view text);
template <>
MODELREG_EXPORT Page<ViewedModelInstance> from_json_text<Page<ViewedModelInstance>>(
    std::string_view text);
template <>
MODELREG_EXPORT Page<ModelDeployment> from_json_text<Page<ModelDeployment>>(std::string_view text);

/// What reading makes of a vendor that this version of the library does not know.
enum class UnknownEnums : std::uint8_t {
  reject = 1,  ///< A violation that names it.
  as_other,    ///< `ModelVendor::other`. A type has no such value: an unknown one is a violation.
};

/// How an answer of the hosted platform, which may be newer than this library, is read.
struct AnswerOptions {
  UnknownEnums unknown_enums = UnknownEnums::reject;
  /// Whose the deployments are that do not say it, as they need not.
  std::optional<ModelInstanceId> model_instance_id = {};
};

/// The record, or the page of records, that the hosted platform answered. As without options, but a
/// violation names the value that is none of an enum's, if it is spelt as one.
template <class Record>
[[nodiscard]] Record from_json_text(std::string_view text, const AnswerOptions& options);

template <>
MODELREG_EXPORT ModelGroup from_json_text<ModelGroup>(std::string_view text,
                                                      const AnswerOptions& options);
template <>
MODELREG_EXPORT ModelInstance from_json_text<ModelInstance>(std::string_view text,
                                                            const AnswerOptions& options);
template <>
MODELREG_EXPORT ViewedModelInstance
from_json_text<ViewedModelInstance>(std::string_view text, const AnswerOptions& options);
template <>
MODELREG_EXPORT ModelDeployment from_json_text<ModelDeployment>(std::string_view text,
                                                                const AnswerOptions& options);
template <>
MODELREG_EXPORT Page<ModelGroup> from_json_text<Page<ModelGroup>>(std::string_view text,
                                                                  const AnswerOptions& options);
template <>
MODELREG_EXPORT Page<ModelInstance> from_json_text<Page<ModelInstance>>(
    std::string_view text, const AnswerOptions& options);
template <>
MODELREG_EXPORT Page<ViewedModelInstance> from_json_text<Page<ViewedModelInstance>>(
    std::string_view text, const AnswerOptions& options);
template <>
MODELREG_EXPORT Page<ModelDeployment> from_json_text<Page<ModelDeployment>>(
    std::string_view text, const AnswerOptions& options);

}  // namespace modelreg
