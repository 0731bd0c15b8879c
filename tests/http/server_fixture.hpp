#pragma once

#include <gmock/gmock.h>

#include <string>

#include "client_fixture.hpp"
#include "http/sockets.hpp"
#include "modelreg/http.hpp"
#include "serve/server.hpp"

namespace modelreg::test {

/// A registry in memory with two accounts, behind a server at a free port of this machine.
class ServerTest : public SessionTest {
 protected:
  const NewApiKey key = registry.create_api_key(session.identity());
  serve::Server server{registry, {}};
  std::shared_ptr<Transport> transport = http_transport({.base_url = server.address()});
  Client client{transport, {.api_key = key.secret, .account_id = "acme"}};

  /// A request as bytes, and what comes back on a connection of its own until it is closed or idle.
  std::string raw(const std::string& bytes) const {
    const Connection connection(server.port());
    connection.send(bytes);
    return connection.receive([](const auto&) { return false; }, std::chrono::milliseconds(300));
  }

  /// A GET with these headers beside the key.
  std::string get(const std::string& target, const std::string& headers) const {
    return raw("GET " + target + " HTTP/1.1\r\nx-api-key: " + key.secret + "\r\n" + headers +
               "\r\n");
  }
};

}  // namespace modelreg::test
