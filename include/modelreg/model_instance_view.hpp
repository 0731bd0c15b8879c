#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "modelreg/enum_text.hpp"
#include "modelreg/model_deployment.hpp"
#include "modelreg/model_group.hpp"
#include "modelreg/model_instance.hpp"

namespace modelreg {

/// What an answer can show of a model instance beside its own fields.
enum class ModelInstanceView : std::uint8_t { deployments = 1, model_group };

template <>
inline constexpr auto enum_texts<ModelInstanceView> = std::to_array<EnumText<ModelInstanceView>>({
    {ModelInstanceView::deployments, "Deployments"},
    {ModelInstanceView::model_group, "ModelGroup"},
});

/// The views that are wanted.
using ModelInstanceViews = std::vector<ModelInstanceView>;

/// A model instance with what else was asked for.
struct ViewedModelInstance {
  ModelInstance model_instance = {};
  std::optional<std::vector<ModelDeployment>> deployments = {};  ///< In order of creation.
  std::optional<ModelGroup> model_group = {};  ///< Nothing, too, if it is in no group.

  bool operator==(const ViewedModelInstance&) const = default;
};

}  // namespace modelreg
