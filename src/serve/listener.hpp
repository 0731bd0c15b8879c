#pragma once

#include <httplib.h>

#include <string>

namespace modelreg::serve {

/// Where a server listens.
struct Listening {
  int port = 0;
  bool is_local = false;  ///< Whether this machine alone can connect.
};

/// Make `server` listen.
/// Throws: `Error` with `unavailable` if it cannot.
[[nodiscard]] Listening listen_at(httplib::Server& server, const std::string& host, int port);

}  // namespace modelreg::serve
