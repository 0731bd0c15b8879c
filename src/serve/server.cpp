#include "serve/server.hpp"

#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "modelreg/error.hpp"
#include "modelreg/limits.hpp"
#include "serve/connection_queue.hpp"
#include "serve/files.hpp"
#include "serve/hosts.hpp"
#include "serve/incoming.hpp"
#include "serve/listener.hpp"
#include "serve/request_log.hpp"

namespace modelreg::serve {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t most_headers = 100;
constexpr std::chrono::seconds longest_body{30};

void set_headers(const Response& response, httplib::Response& outgoing) {
  outgoing.status = response.status;
  for (const auto& [name, value] : response.headers) {
    if (name != "content-type") outgoing.set_header(name, value);
  }
  outgoing.set_header("Cache-Control", "no-store");
  outgoing.set_header("X-Content-Type-Options", "nosniff");
}

std::string type_of(const Response& response) {
  for (const auto& [name, value] : response.headers) {
    if (name == "content-type") return value;
  }
  return "application/json";
}

void write(const Response& response, httplib::Response& outgoing) {
  set_headers(response, outgoing);
  outgoing.set_content(response.body, type_of(response));
}

/// A provider that fails when all is written is how a handler closes a connection in cpp-httplib
/// 0.11.
void write_and_close(const Response& response, httplib::Response& outgoing) {
  if (response.body.empty()) return write(response, outgoing);
  set_headers(response, outgoing);
  outgoing.set_header("Connection", "close");
  outgoing.set_content_provider(
      response.body.size(), type_of(response),
      [body = response.body](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
        sink.write(body.data() + offset, length);
        return false;
      });
}

Response page_for_people() {
  return {.status = 200,
          .headers = {{"content-type", "text/html; charset=utf-8"},
                      {"content-security-policy",
                       "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
                       "connect-src 'self'; base-uri 'none'; form-action 'none'; "
                       "frame-ancestors 'none'"},
                      {"referrer-policy", "no-referrer"}},
          .body = page()};
}

}  // namespace

class Server::Impl {
 public:
  Impl(Registry& registry, ServerOptions options)
      : registry_(registry),
        options_(std::move(options)),
        document_(openapi_document(options_.handle.edition)) {
    set_limits();
    set_handlers();
    listening_ = listen_at(http_, options_.host, options_.port);
    start();
  }

  void stop() {
    http_.stop();
    if (thread_.joinable()) thread_.join();
  }

  [[nodiscard]] const Listening& listening() const noexcept { return listening_; }
  [[nodiscard]] std::string address() const { return address_of(options_.host, listening_.port); }

 private:
  void set_limits() {
    constexpr int keep_alive_seconds = 2;
    constexpr int wait_seconds = 5;
    constexpr std::size_t requests_of_a_connection = 1000;
    http_.set_keep_alive_timeout(keep_alive_seconds);
    http_.set_keep_alive_max_count(requests_of_a_connection);
    http_.set_read_timeout(wait_seconds);
    http_.set_write_timeout(wait_seconds);
    http_.set_tcp_nodelay(true);
    http_.set_payload_max_length(most_bytes_read);
    http_.new_task_queue = [most = options_.most_connections] {
      return new ConnectionQueue(static_cast<std::size_t>(most));  // cpp-httplib deletes it
    };
  }

  void set_handlers() {
    http_.set_pre_routing_handler([this](const auto& request, auto& outgoing) {
      // Who asks for a range is answered in full, as HTTP allows: 0.11 would cut what says 200.
      const_cast<httplib::Request&>(request).ranges.clear();
      return answer_without_body(request, outgoing) ? httplib::Server::HandlerResponse::Handled
                                                    : httplib::Server::HandlerResponse::Unhandled;
    });
    const httplib::Server::HandlerWithContentReader with_body =
        [this](const auto& request, auto& outgoing, const auto& reader) {
          answer_with_body(request, outgoing, reader);
        };
    constexpr const char* any_path = "[^]*";
    http_.Post(any_path, with_body);
    http_.Patch(any_path, with_body);
    http_.Put(any_path, with_body);
    http_.Delete(any_path, with_body);
    http_.set_error_handler([](const httplib::Request&, httplib::Response& outgoing) {
      const bool is_ours = !outgoing.body.empty() || outgoing.has_header("X-Content-Type-Options");
      if (is_ours) return;  // what follows a head that is no HTTP is none either
      write_and_close(refusal(outgoing.status, "the request is not as HTTP wants it"), outgoing);
    });
    http_.set_exception_handler([](const auto&, auto& outgoing, std::exception_ptr) {
      write(refusal(500, "something unexpected happened"), outgoing);
    });
  }

  void start() {
    thread_ = std::thread([this] { http_.listen_after_bind(); });
    while (!http_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  /// True if the request is answered: it has no body, or one that is not read.
  bool answer_without_body(const httplib::Request& request, httplib::Response& outgoing) {
    const bool has_body = announces_a_body(request);
    auto refused = refusal_of_head(request);
    if (!refused && has_body) refused = refusal_of_body(request);
    if (!refused && has_body) return false;
    if (refused) log(request, *refused, {}, steady_clock::now());
    const Response response = refused ? std::move(*refused) : answer(request, {});
    if (has_body || is_awaited(request)) {
      write_and_close(response, outgoing);
    } else {
      write(response, outgoing);
    }
    return true;
  }

  std::optional<Response> refusal_of_head(const httplib::Request& request) const {
    if (request.headers.size() > most_headers) return refusal(431, "there are too many headers");
    const bool is_own =
        count_of(request, "Host") == 1 && is_own_host(header_of(request, "Host"), options_.host);
    if (listening_.is_local && !is_own) {
      return refusal(403, "the host must be this machine, such as localhost or 127.0.0.1");
    }
    return std::nullopt;
  }

  void answer_with_body(const httplib::Request& request, httplib::Response& outgoing,
                        const httplib::ContentReader& reader) {
    const auto start = steady_clock::now();
    std::string body;
    std::size_t bytes = 0;
    const bool is_whole = reader([&](const char* data, std::size_t size) {
      bytes += size;
      const auto room = max_body_bytes + 1 - std::min(body.size(), max_body_bytes + 1);
      body.append(data, std::min(room, size));  // one byte more is enough to be refused for it
      return bytes <= most_bytes_read && steady_clock::now() - start < longest_body;
    });
    if (is_whole) {
      write(answer(request, std::move(body)), outgoing);
    } else if (bytes > most_bytes_read) {
      write_and_close(refusal(413, "a body has 8 MiB at most"), outgoing);
    } else {
      write_and_close(refusal(400, "the body did not come as it was announced"), outgoing);
    }
  }

  Response answer(const httplib::Request& incoming, std::string body) {
    const auto start = steady_clock::now();
    const Request request = request_of(incoming, std::move(body));
    const auto path = request.target.substr(0, request.target.find('?'));
    if (request.method == "GET") {
      if (path == "/") return page_for_people();
      if (path == "/openapi.json") return {.status = 200, .headers = {}, .body = document_};
      if (path == "/requests.json") return last_requests(header_of(incoming, "x-api-key"));
    }
    Response response = handle(registry_, request, options_.handle);
    log(incoming, response, account_of(response, header_of(incoming, "x-api-key")), start);
    return response;
  }

  /// Whose request it was, as far as the key says; empty if it was refused.
  [[nodiscard]] std::string account_of(const Response& response, const std::string& key) const {
    if (response.status == 401) return {};
    try {
      return registry_.authenticate(key).identity().account_id;
    } catch (const Error&) {
      return {};
    }
  }

  [[nodiscard]] Response last_requests(const std::string& key) const {
    try {
      return {.status = 200,
              .headers = {},
              .body = requests_.of(registry_.authenticate(key).identity().account_id)};
    } catch (const Error& error) {
      return refusal(error.http_status(), error.what());
    }
  }

  void log(const httplib::Request& request, const Response& response, std::string account_id,
           steady_clock::time_point start) {
    using std::chrono::duration_cast;
    using std::chrono::microseconds;
    requests_.add(
        {.at = std::chrono::time_point_cast<microseconds>(std::chrono::system_clock::now()),
         .account_id = std::move(account_id),
         .method = request.method,
         .target = request.target,
         .status = response.status,
         .took = duration_cast<microseconds>(steady_clock::now() - start)});
  }

  Registry& registry_;
  ServerOptions options_;
  std::string document_;
  RequestLog requests_;
  httplib::Server http_;
  Listening listening_;
  std::thread thread_;
};

Server::Server(Registry& registry, ServerOptions options)
    : impl_(std::make_unique<Impl>(registry, std::move(options))) {}
Server::~Server() { impl_->stop(); }
void Server::stop() { impl_->stop(); }
int Server::port() const noexcept { return impl_->listening().port; }
std::string Server::address() const { return impl_->address(); }
bool Server::is_local() const noexcept { return impl_->listening().is_local; }

}  // namespace modelreg::serve
