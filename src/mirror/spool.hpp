#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

namespace modelreg::mirror {

/// Texts in a temporary file, which goes with this: what would take too much memory, and is
/// to be there in full before anything is done with it.
class Spool {
 public:
  /// Throws, as the others: `storage` if the file cannot be written or read.
  Spool();

  void write(const std::string& text);
  /// From the first one on again.
  void rewind();
  [[nodiscard]] std::optional<std::string> read();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace modelreg::mirror
