#pragma once

#include <array>
#include <cstdint>

#include "modelreg/enum_text.hpp"

namespace modelreg {

/// What a model does. Zero is no enumerator, so that a forgotten field is caught by `validate()`
/// and never silently becomes the first value.
enum class ModelType : std::uint8_t {
  completion = 1,
  chat_completion,
  agent,
  embedding,
  reranking,
  generic,
};

/// These spellings are on disk and in JSON. Append only; never rename.
template <>
inline constexpr auto enum_texts<ModelType> = std::to_array<EnumText<ModelType>>({
    {ModelType::completion, "COMPLETION"},
    {ModelType::chat_completion, "CHAT_COMPLETION"},
    {ModelType::agent, "AGENT"},
    {ModelType::embedding, "EMBEDDING"},
    {ModelType::reranking, "RERANKING"},
    {ModelType::generic, "GENERIC"},
});

}  // namespace modelreg
