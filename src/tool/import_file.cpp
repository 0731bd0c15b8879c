#include "tool/import_file.hpp"

#include <cerrno>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>

#include "modelreg/import.hpp"

namespace modelreg::tool {
namespace {

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

}  // namespace

std::size_t import_file(Session& session, const std::string& path) {
  const std::string text = read_file(path);
  try {
    return import_model_instances(session, text);
  } catch (const Error& error) {
    const std::string source = path == "-" ? "the standard input" : path;
    throw Error(error.code(), source + ": " + error.what(), error.sqlite_code());
  }
}

}  // namespace modelreg::tool
