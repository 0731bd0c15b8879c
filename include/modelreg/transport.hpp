#pragma once

#include <memory>

#include "modelreg/export.hpp"
#include "modelreg/registry.hpp"
#include "modelreg/wire.hpp"

namespace modelreg {

/// Carries requests to a model registry and brings its answers back: all that is between a `Client`
/// and the platform. `in_process` is one, `http_transport` (`<modelreg/http.hpp>`) another. Write
/// your own to go elsewhere, or one around a transport to see or to change what passes:
///
///     class Logging : public Transport {
///      public:
///       Logging(std::shared_ptr<Transport> inner, std::ostream& log)
///           : inner_(std::move(inner)), log_(log) {}
///
///       Response send(const Request& request) override {
///         Response response = inner_->send(request);
///         log_ << request.method << ' ' << request.target << ' ' << response.status << '\n';
///         return response;
///       }
///
///      private:
///       std::shared_ptr<Transport> inner_;
///       std::ostream& log_;
///     };
///
/// Thread safety: clients that share a transport call it from all of their threads at once.
class MODELREG_EXPORT Transport {
 public:
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport();

  /// Send `request`, once, and return the answer whatever its status. The target is sent as it is:
  /// an id may be spelt `%2E%2E`, and what took that for the parent folder would act on another
  /// record.
  ///
  /// How long to wait for an answer is the transport's to say.
  /// Throws, where there is no answer: `unavailable` if the request surely was not carried out, for
  /// instance since nobody took the connection; `outcome_unknown` if it may have been: the
  /// connection broke, or the answer did not come in time.
  virtual Response send(const Request& request) = 0;

 protected:
  Transport() = default;
};

/// A transport to `registry`, by `handle`. The registry must stay where it is for as long as the
/// transport is used.
///
///     Client client(in_process(registry), {.api_key = key.secret, .account_id = "acme"});
[[nodiscard]] MODELREG_EXPORT std::shared_ptr<Transport> in_process(Registry& registry,
                                                                    HandleOptions options = {});

}  // namespace modelreg
