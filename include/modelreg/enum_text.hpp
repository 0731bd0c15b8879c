#pragma once

#include <optional>
#include <string_view>
#include <type_traits>

namespace modelreg {

/// An enumerator and its one spelling: on disk, in JSON, in messages.
template <class E>
struct EnumText {
  E value = {};
  std::string_view text = {};
};

/// The spellings of `E`, in the order of its enumerators; specialised beside each enum.
template <class E>
inline constexpr int enum_texts = 0;

/// An enum that has a table of spellings.
template <class E>
concept TextEnum = std::is_enum_v<E> && requires {
  enum_texts<E>.begin();
};

/// The spelling of `value`; empty if `value` is no enumerator.
[[nodiscard]] constexpr std::string_view to_string(TextEnum auto value) noexcept {
  for (const auto& [enumerator, text] : enum_texts<decltype(value)>) {
    if (enumerator == value) return text;
  }
  return {};
}

/// The enumerator spelt `text`, upper and lower case being different; nothing if there is none.
template <TextEnum E>
[[nodiscard]] constexpr std::optional<E> parse(std::string_view text) noexcept {
  for (const auto& [enumerator, spelling] : enum_texts<E>) {
    if (spelling == text) return enumerator;
  }
  return std::nullopt;
}

}  // namespace modelreg
