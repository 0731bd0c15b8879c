#pragma once

#include <httplib.h>

#include <functional>
#include <string>
#include <thread>
#include <utility>

#include "modelreg/wire.hpp"

namespace modelreg::test {

/// Answers over HTTP by a function, on a free port of this machine.
class AnsweringServer {
 public:
  explicit AnsweringServer(std::function<Response(const Request&)> answer)
      : answer_(std::move(answer)) {
    const auto handler = [this](const httplib::Request& request, httplib::Response& response) {
      pass(request, response);
    };
    server_.Get(".*", handler);
    server_.Post(".*", handler);
    server_.Put(".*", handler);
    server_.Patch(".*", handler);
    server_.Delete(".*", handler);
    server_.set_tcp_nodelay(true);
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~AnsweringServer() {
    server_.stop();
    thread_.join();
  }
  AnsweringServer(const AnsweringServer&) = delete;
  AnsweringServer& operator=(const AnsweringServer&) = delete;

  /// The answer after which nothing is answered any more.
  static inline const Response end{.status = 0, .headers = {}, .body = {}};

  std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  void pass(const httplib::Request& asked, httplib::Response& given) {
    Request request{.method = asked.method, .target = asked.target, .body = asked.body};
    for (const auto& [name, value] : asked.headers) request.headers.push_back({name, value});
    const Response response = answer_(request);
    if (response.status == 0) server_.stop();
    given.status = response.status;
    given.body = response.body;
    for (const auto& [name, value] : response.headers) given.set_header(name, value);
    // Version 0.41 takes what comes after a DELETE without a length for its body.
    if (asked.method == "DELETE") given.set_header("Connection", "close");
  }

  std::function<Response(const Request&)> answer_;
  httplib::Server server_;
  std::thread thread_;
  int port_ = 0;
};

}  // namespace modelreg::test
