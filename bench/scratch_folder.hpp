#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace modelreg::bench {

/// A folder of its own under the working directory, whose disk is the one that is measured.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (std::filesystem::current_path() / "bench-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] std::string file() const { return (path_ / "registry.db").string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace modelreg::bench
