#pragma once

#include <optional>
#include <string_view>

#include "modelreg/import.hpp"
#include "modelreg/model_instance.hpp"
#include "wire/record_texts.hpp"

namespace modelreg::wire {

/// How the records of `format` are arranged.
[[nodiscard]] RecordTexts::Layout layout_of(ImportFormat format);

/// The new instance that an entry of somebody else's catalogue describes; nothing if it describes
/// no model.
/// Throws: `invalid_argument`.
[[nodiscard]] std::optional<NewModelInstance> read_entry(ImportFormat format,
                                                         const RecordText& entry);

}  // namespace modelreg::wire
