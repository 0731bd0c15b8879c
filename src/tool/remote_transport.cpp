#include <string>

#include "modelreg/error.hpp"
#include "modelreg/http.hpp"
#include "tool/remote.hpp"

namespace modelreg::tool {

std::shared_ptr<Transport> transport_to(const Remote& remote) {
  try {
    return http_transport({.base_url = remote.url, .insecure = remote.insecure});
  } catch (const Error& error) {
    if (error.violations().empty()) throw;
    std::string problem = error.violations().front().problem;
    const auto way_out = problem.find(".insecure = true");  // which the command has an option for
    if (way_out != std::string::npos) problem.replace(way_out, 16, "--insecure");
    throw Error(ErrorCode::invalid_argument, remote.url_option + " " + problem);
  }
}

}  // namespace modelreg::tool
