#pragma once

#include <optional>
#include <string>

#include "modelreg/json_text.hpp"
#include "modelreg/model_deployment.hpp"
#include "modelreg/model_group.hpp"
#include "modelreg/model_instance.hpp"

/// What of a record is brought from one side to the other: what its creation takes.
namespace modelreg::mirror {

template <class Record>
struct ContentOf;
template <>
struct ContentOf<ModelGroup> {
  using type = NewModelGroup;
};
template <>
struct ContentOf<ModelInstance> {
  using type = NewModelInstance;
};
template <>
struct ContentOf<ModelDeployment> {
  using type = NewModelDeployment;
};

/// The content of a record, without its id.
template <class Record>
[[nodiscard]] auto content_of(const Record& record) {
  auto content = from_json_text<typename ContentOf<Record>::type>(to_json_text(record));
  content.id.reset();
  return content;
}

/// What changes `from` into `to`, and sends nothing else.
[[nodiscard]] ModelGroupChanges changes_between(const NewModelGroup& from, const NewModelGroup& to);
[[nodiscard]] ModelInstanceChanges changes_between(const NewModelInstance& from,
                                                   const NewModelInstance& to);
[[nodiscard]] ModelDeploymentChanges changes_between(const NewModelDeployment& from,
                                                     const NewModelDeployment& to);

/// A short text for a long one: of two that differ it differs.
[[nodiscard]] std::string digest_of(const std::string& text);

/// What tells whether a record has changed since.
template <class Record>
[[nodiscard]] std::string state_of(const Record& record) {
  return digest_of(to_json_text(content_of(record)));
}

/// What a record is found again by whose id is not known: name, type and parameters of creation,
/// whatever the order and the blanks in which the platform keeps these, and of a deployment the
/// instance that it is of.
[[nodiscard]] std::string trait_of(const NewModelGroup& content, const std::string& belongs_to);
[[nodiscard]] std::string trait_of(const NewModelInstance& content, const std::string& belongs_to);
[[nodiscard]] std::string trait_of(const NewModelDeployment& content,
                                   const std::string& belongs_to);

}  // namespace modelreg::mirror
