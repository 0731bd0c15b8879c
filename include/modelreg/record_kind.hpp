#pragma once

#include <array>
#include <cstdint>

#include "modelreg/enum_text.hpp"

namespace modelreg {

/// Which kind of record something is about.
enum class RecordKind : std::uint8_t {
  model_group = 1,
  model_instance,
  model_deployment,
};

template <>
inline constexpr auto enum_texts<RecordKind> = std::to_array<EnumText<RecordKind>>({
    {RecordKind::model_group, "model_group"},
    {RecordKind::model_instance, "model_instance"},
    {RecordKind::model_deployment, "model_deployment"},
});

}  // namespace modelreg
