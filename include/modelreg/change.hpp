#pragma once

#include <concepts>
#include <optional>
#include <utility>

namespace modelreg {

/// Removes a field's value, in a `Change`.
struct Clear {};
inline constexpr Clear clear{};

/// What an update does with one field: keep what is there (the default), set a value, or clear it.
///
///     ModelGroupChanges changes{.name = "rankers", .description = clear};
template <class T>
class Change {
 public:
  Change() = default;
  Change(Clear) : clears_(true) {}
  template <std::convertible_to<T> Value>
  Change(Value&& value) : value_(std::forward<Value>(value)) {}

  [[nodiscard]] bool keeps() const noexcept { return !value_ && !clears_; }
  [[nodiscard]] bool clears() const noexcept { return clears_; }
  /// The value to set; nothing if there is none.
  [[nodiscard]] const std::optional<T>& value() const noexcept { return value_; }

  bool operator==(const Change&) const = default;

 private:
  std::optional<T> value_ = {};
  bool clears_ = false;
};

}  // namespace modelreg
