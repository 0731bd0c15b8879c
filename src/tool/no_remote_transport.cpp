#include "modelreg/error.hpp"
#include "tool/remote.hpp"

namespace modelreg::tool {

std::shared_ptr<Transport> transport_to(const Remote&) {
  throw Error(ErrorCode::unavailable,
              "this modelreg was built without HTTP: install libcurl 7.88 (Debian: "
              "libcurl4-openssl-dev) and build it again");
}

}  // namespace modelreg::tool
