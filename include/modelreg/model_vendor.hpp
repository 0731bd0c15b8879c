#pragma once

#include <array>
#include <cstdint>

#include "modelreg/enum_text.hpp"

namespace modelreg {

/// Who makes or serves a model.
enum class ModelVendor : std::uint8_t {
  openai = 1,
  cohere,
  google,
  anthropic,
  launch,
  llmengine,
  bedrock,
  other,
  vertex_ai,  ///< Of `Edition::current`.
};

/// These spellings are on disk and in JSON. Append only; never rename.
template <>
inline constexpr auto enum_texts<ModelVendor> = std::to_array<EnumText<ModelVendor>>({
    {ModelVendor::openai, "OPENAI"},
    {ModelVendor::cohere, "COHERE"},
    {ModelVendor::google, "GOOGLE"},
    {ModelVendor::anthropic, "ANTHROPIC"},
    {ModelVendor::launch, "LAUNCH"},
    {ModelVendor::llmengine, "LLMENGINE"},
    {ModelVendor::bedrock, "BEDROCK"},
    {ModelVendor::other, "OTHER"},
    {ModelVendor::vertex_ai, "VERTEX_AI"},
});

}  // namespace modelreg
