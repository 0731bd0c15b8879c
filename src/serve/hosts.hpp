#pragma once

#include <string>
#include <string_view>

namespace modelreg::serve {

/// Whether `host`, a `Host` header, names this machine by its loopback, or is `listening`, the name
/// that the server was told to listen at. Its port does not matter.
[[nodiscard]] bool is_own_host(std::string_view host, std::string_view listening);

/// The URL of a host, which may be an IPv6 address, and a port.
[[nodiscard]] std::string address_of(const std::string& host, int port);

}  // namespace modelreg::serve
