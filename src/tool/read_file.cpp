#include "tool/read_file.hpp"

#include <cerrno>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>

#include "modelreg/error.hpp"

namespace modelreg::tool {

std::string read_file(const std::string& path) {
  if (path == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.good() && (!file.is_open() || file.bad())) {
    throw Error(ErrorCode::not_found,
                path + " cannot be read: " + std::generic_category().message(errno));
  }
  return text;
}

}  // namespace modelreg::tool
