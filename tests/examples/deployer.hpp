#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "modelreg/client.hpp"

/// An application's own code, which runs in production: it knows the platform by a `Client` alone,
/// so that its tests give it one of a registry in the process.
namespace deployer {

/// Brings models into groups on the platform. Doing it twice is the same as doing it once.
class Deployer {
 public:
  /// Called with each step that is done: "group", "model", "membership".
  using Progress = std::function<void(std::string_view step)>;

  explicit Deployer(
      modelreg::Client client, Progress progress = [](std::string_view) {})
      : client_(std::move(client)), progress_(std::move(progress)) {}

  /// Make sure that there is a group of that name with a model of that name in it, and return the
  /// model.
  modelreg::ModelInstance deploy(const std::string& group_name,
                                 const modelreg::NewModelInstance& model) {
    const auto group = ensure([&] { return named(group_name, client_.walk_model_groups()); },
                              [&] { return client_.create_model_group({.name = group_name}); });
    progress_("group");
    const auto instance = ensure([&] { return named(model.name, client_.walk_model_instances()); },
                                 [&] { return client_.create_model_instance(model); });
    progress_("model");
    auto added = client_.add_model_instance(group.id, instance.id);
    progress_("membership");
    return added;
  }

 private:
  template <class Record>
  static std::optional<Record> named(const std::string& name, modelreg::Walk<Record> records) {
    for (const Record& record : records) {
      if (record.name == name) return record;
    }
    return std::nullopt;
  }

  /// What is there already, or else is made. If the answer to that was lost, nobody knows if it
  /// was: look again before it is made twice.
  template <class Find, class Create>
  static std::invoke_result_t<Create> ensure(const Find& find, const Create& create) {
    if (auto found = find()) return *std::move(found);
    try {
      return create();
    } catch (const modelreg::Error& error) {
      if (error.code() != modelreg::ErrorCode::outcome_unknown) throw;
    }
    if (auto found = find()) return *std::move(found);
    return create();
  }

  modelreg::Client client_;
  Progress progress_;
};

}  // namespace deployer
