#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "modelreg/export.hpp"
#include "modelreg/transport.hpp"

namespace modelreg {

/// How the platform is reached over HTTP.
struct HttpOptions {
  /// `https://api.example.com`, with a path behind it if the API is there. Required.
  std::string base_url = {};
  /// For the name, the connection and TLS together.
  std::chrono::milliseconds connect_timeout{10'000};
  /// For a whole request, from the name to the last byte of the answer.
  std::chrono::milliseconds timeout{30'000};
  /// `http://proxy.example.com:3128`, `https://…` or `socks5h://…`. Without it none is used,
  /// whatever the environment names.
  std::string proxy = {};
  /// The certificates to trust instead of the system's, in PEM: those of a company, or of a test.
  std::filesystem::path ca_file = {};
  std::string user_agent = "modelreg";
  /// Admit `http://` to another host than this machine. Whoever is on the way reads the API key and
  /// may change what is answered. A certificate is verified always: no option turns that off.
  bool insecure = false;
};

/// A transport to the hosted platform, or to `modelreg serve`: with it, a `Client` calls a registry
/// on another machine.
///
///     Client client(http_transport({.base_url = "https://api.example.com"}),
///                   {.api_key = api_key, .account_id = "acme"});
///
/// Connections are kept and used again, by all threads. A request is sent once and to the host of
/// `base_url` alone: a redirect is not followed, but returned. An answer has 16 MiB at most,
/// unpacked if it came compressed.
///
/// `send` throws, beside what `Transport` says: `invalid_argument` if a method, target or header
/// cannot be sent as it is; `unexpected_answer` if what answers is not HTTP, or too large. The
/// message tells apart a name that is not found, a refused connection, TLS that failed, a timeout
/// and a connection that broke, and says what can be done.
///
/// A transport must not be used in the child of a `fork()`, which would share its connections.
///
/// Throws: `invalid_argument`, with every violation, if an option cannot be used.
///
/// Needs the component `http`: `find_package(modelreg COMPONENTS http)`, `modelreg::http`.
[[nodiscard]] MODELREG_EXPORT std::shared_ptr<Transport> http_transport(HttpOptions options);

}  // namespace modelreg
