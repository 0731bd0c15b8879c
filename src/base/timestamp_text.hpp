#pragma once

#include <array>
#include <string_view>

#include "modelreg/timestamp.hpp"

namespace modelreg::base {

/// The characters of `to_string(Timestamp)`, without a string on the heap.
class TimestampText {
 public:
  explicit TimestampText(Timestamp timestamp);

  [[nodiscard]] std::string_view view() const noexcept {
    return {characters_.data(), characters_.size()};
  }

 private:
  std::array<char, 27> characters_;
};

}  // namespace modelreg::base
