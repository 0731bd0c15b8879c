#include "serve/listener.hpp"

#include <cerrno>
#include <memory>
#include <system_error>

#include "modelreg/error.hpp"

namespace modelreg::serve {
namespace {

/// cpp-httplib's own options let a second server share the port and take half of the requests.
void let_a_port_be_used_again(socket_t socket) {
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

bool is_loopback(socket_t socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return false;
  if (address.ss_family == AF_INET) {
    constexpr unsigned net = 127;
    const auto& ipv4 = reinterpret_cast<const sockaddr_in&>(address);
    return ntohl(ipv4.sin_addr.s_addr) >> 24U == net;
  }
  const auto& ipv6 = reinterpret_cast<const sockaddr_in6&>(address);
  return address.ss_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&ipv6.sin6_addr);
}

}  // namespace

Listening listen_at(httplib::Server& server, const std::string& host, int port) {
  const auto listening = std::make_shared<socket_t>(INVALID_SOCKET);
  server.set_socket_options([listening](socket_t socket) {
    let_a_port_be_used_again(socket);
    *listening = socket;
  });
  errno = 0;
  const int used = port == 0                         ? server.bind_to_any_port(host)
                   : server.bind_to_port(host, port) ? port
                                                     : -1;
  if (used <= 0) {
    const std::string why = errno == 0 ? "" : ": " + std::generic_category().message(errno);
    throw Error(ErrorCode::unavailable, "cannot listen at that host and port" + why +
                                            "; --port 0 takes one that is free, --host names an "
                                            "address of this machine");
  }
  // cpp-httplib lets five wait: when more come at once, some would try again after a second.
  constexpr int most_in_the_systems_queue = 256;
  ::listen(*listening, most_in_the_systems_queue);
  return {.port = used, .is_local = is_loopback(*listening)};
}

}  // namespace modelreg::serve
