#include "modelreg/error.hpp"
#include "serve/server.hpp"

namespace modelreg::serve {

class Server::Impl {};

Server::Server(Registry&, ServerOptions) {
  throw Error(ErrorCode::unavailable,
              "this modelreg was built without its server: install cpp-httplib 0.11 (Debian: "
              "libcpp-httplib-dev) and build it again");
}

Server::~Server() = default;
void Server::stop() {}
int Server::port() const noexcept { return 0; }
std::string Server::address() const { return {}; }
bool Server::is_local() const noexcept { return true; }

}  // namespace modelreg::serve
