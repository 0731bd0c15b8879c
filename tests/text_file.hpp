#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace modelreg::test {

/// The bytes of a file. Never of a database that is open in this process: closing the file would
/// drop SQLite's locks.
inline std::string read_bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
  std::filesystem::permissions(path, std::filesystem::perms(0600));
}

}  // namespace modelreg::test
