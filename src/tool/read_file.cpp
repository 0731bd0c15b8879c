#include "tool/read_file.hpp"

#include <cerrno>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <system_error>

#include "modelreg/error.hpp"

namespace modelreg::tool {
namespace {

[[noreturn]] void refuse(const std::string& path, int error) {
  throw Error(ErrorCode::not_found,
              path + " cannot be read: " + std::generic_category().message(error));
}

}  // namespace

Input::Input(const std::string& path) : called_(path == "-" ? "the standard input" : path) {
  if (path == "-") return;
  errno = 0;
  file_.open(path, std::ios::binary);
  if (!file_.is_open()) refuse(path, errno);
  std::error_code unknown;
  if (std::filesystem::is_directory(path, unknown)) refuse(path, EISDIR);
  const auto size = std::filesystem::file_size(path, unknown);
  if (!unknown) size_ = size;
}

std::istream& Input::stream() { return file_.is_open() ? file_ : std::cin; }

std::string read_file(const std::string& path) {
  Input input(path);
  return {std::istreambuf_iterator<char>(input.stream()), {}};
}

}  // namespace modelreg::tool
