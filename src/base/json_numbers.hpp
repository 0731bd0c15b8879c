#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace modelreg::base {

/// The numbers of a JSON text that no double holds, `1e400` and 400 digits, out of the way of
/// nlohmann's parser, which ends at the first of them. In their place it reads a 0 and blanks, so
/// that whatever else is wrong with the text is where it was.
class SparedNumbers {
 public:
  /// Keeps a view of `text`.
  explicit SparedNumbers(std::string_view text);

  /// What the parser is to read.
  [[nodiscard]] std::string_view text() const noexcept { return copy_.empty() ? text_ : copy_; }

  /// To be called for each number that the parser reads: how it was spelt, if it was spared.
  [[nodiscard]] std::optional<std::string_view> next();

 private:
  struct Spared {
    std::size_t place;  // among all numbers
    std::string_view spelling;
  };

  void spare(std::size_t begin, std::size_t end, std::size_t place);

  std::string_view text_;
  std::string copy_;  // only if a number is spared
  std::deque<Spared> spared_;
  std::size_t read_ = 0;
};

/// Whether `text` is a number as JSON spells it.
[[nodiscard]] bool is_json_number(std::string_view text) noexcept;

/// A spelling that is the same for equal numbers, however large: `1.50`, `15e-1` and `1.5` are one.
[[nodiscard]] std::string canonical_number(std::string_view number);

}  // namespace modelreg::base
