#pragma once

#include <cstddef>

namespace modelreg {

/// What a record may hold. The schema enforces the same limits on whoever writes past the library.
inline constexpr std::size_t max_id_bytes = 255;
inline constexpr std::size_t max_name_characters = 1024;  ///< Unicode code points.
inline constexpr std::size_t max_text_bytes = 1 << 20;    ///< Of any other text and any JSON.
/// Of the JSON text of a record: of the largest one, every character of its texts an escape.
inline constexpr std::size_t max_json_text_bytes = 24 << 20;
inline constexpr std::size_t max_body_bytes = 8 << 20;   ///< Of a request to `handle`.
inline constexpr std::size_t max_json_members = 10'000;  ///< Of a body or a record, not within it.
inline constexpr int max_page_limit = 10'000;
inline constexpr int max_json_depth = 32;  ///< Of objects and arrays, the record's own included.

}  // namespace modelreg
