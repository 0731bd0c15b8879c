#include "tool/import_file.hpp"

#include "modelreg/error.hpp"
#include "modelreg/import.hpp"
#include "tool/read_file.hpp"

namespace modelreg::tool {

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
