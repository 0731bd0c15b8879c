#pragma once

#include <cstdint>
#include <fstream>
#include <string>

namespace modelreg::tool {

/// A file that is read, or, called `-`, the standard input.
class Input {
 public:
  /// Throws: `not_found` if it cannot be read.
  explicit Input(const std::string& path);

  [[nodiscard]] std::istream& stream();
  /// What messages call it.
  [[nodiscard]] const std::string& called() const noexcept { return called_; }
  /// In bytes; 0 if nobody knows.
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

 private:
  std::string called_;
  std::ifstream file_;
  std::uint64_t size_ = 0;
};

/// All of its bytes. Throws: as `Input`.
[[nodiscard]] std::string read_file(const std::string& path);

}  // namespace modelreg::tool
