#pragma once

#include <memory>
#include <string>

#include "modelreg/registry.hpp"
#include "modelreg/wire.hpp"

/// `modelreg serve`: the wire contract over HTTP, for the platform's clients in any language.
namespace modelreg::serve {

/// Where and how a registry is served.
struct ServerOptions {
  /// The address or the name to listen at: by default this machine alone can ask.
  std::string host = "127.0.0.1";
  int port = 0;  ///< 0: one that is free.
  HandleOptions handle = {};
  /// Connections that are served at once; as many wait, and the others in the system's queue.
  int most_connections = 64;
};

/// Answers requests to a registry over HTTP/1.1, until it is destroyed.
///
/// `handle` answers all but three paths: `/` is a page for people, `/openapi.json` the document of
/// the edition that is spoken, `/requests.json` the last requests of the account whose key asks.
/// Where it listens to this machine alone, a request with the `Host` of another is refused with
/// 403: a page of the web that had its own name point here must not reach the registry.
///
/// A line of the head has 8 KiB at most and there are 100 of them, the path has 1 KiB; a body
/// has what `handle` admits, and must come within 30 s. Waiting for the next bytes takes 5 s at
/// most, for the next request 2 s.
///
/// Thread safety: the registry's own. The registry must stay where it is for as long as it is
/// served.
class Server {
 public:
  /// Listen and begin to answer.
  /// Throws: `unavailable` if it cannot listen there, or was built without the library it needs.
  Server(Registry& registry, ServerOptions options);
  /// As `stop`.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Answer the requests under way, then no more. Takes 2 s at most where nobody asks.
  void stop();

  [[nodiscard]] int port() const noexcept;
  /// `http://127.0.0.1:8080`
  [[nodiscard]] std::string address() const;
  /// Whether this machine alone can ask.
  [[nodiscard]] bool is_local() const noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace modelreg::serve
