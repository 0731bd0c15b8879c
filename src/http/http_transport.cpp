#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <utility>

#include "http/base_url.hpp"
#include "http/exchange.hpp"
#include "http/handle_pool.hpp"
#include "http/outgoing.hpp"
#include "modelreg/error.hpp"
#include "modelreg/http.hpp"

namespace modelreg {
namespace {

using http::Exchange;
using http::Handle;
using http::HandlePool;

/// libcurl takes no more: 24 days.
long bounded(std::chrono::milliseconds time) {
  return static_cast<long>(std::min<std::int64_t>(time.count(), std::numeric_limits<int>::max()));
}

class HttpTransport : public Transport {
 public:
  explicit HttpTransport(HttpOptions options)
      : options_(std::move(options)), base_url_(http::without_last_slash(options_.base_url)) {}

  Response send(const Request& request) override {
    http::require_sendable(request);
    Handle handle = handles_.take();
    curl_easy_reset(handle.get());  // which keeps its connections
    set_options(handle.get());
    Response response = Exchange(handle.get(), request, base_url_).perform();
    handles_.give_back(std::move(handle));
    return response;
  }

 private:
  void set_options(CURL* handle) const {
    set_limits(handle);
    set_route(handle);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, options_.user_agent.c_str());
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");  // all that libcurl can unpack
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);         // the process's are not the library's
  }

  void set_limits(CURL* handle) const {
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, bounded(options_.connect_timeout));
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, bounded(options_.timeout));
    curl_easy_setopt(handle, CURLOPT_MAXCONNECTS, 1L);
  }

  /// Where a request may go, and where not.
  void set_route(CURL* handle) const {
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);  // it would take the API key along
    curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(handle, CURLOPT_PROXY, options_.proxy.c_str());  // "": none of the environment
    curl_easy_setopt(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!options_.ca_file.empty()) {
      curl_easy_setopt(handle, CURLOPT_CAINFO, options_.ca_file.string().c_str());
      curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
    }
  }

  HttpOptions options_;
  std::string base_url_;
  HandlePool handles_;
};

}  // namespace

std::shared_ptr<Transport> http_transport(HttpOptions options) {
  auto violations = http::violations_of(options);
  if (!violations.empty()) throw Error(std::move(violations));
  return std::make_shared<HttpTransport>(std::move(options));
}

}  // namespace modelreg
