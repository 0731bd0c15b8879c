#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace modelreg::test {

/// A socket, closed with it.
class Socket {
 public:
  explicit Socket(int number) : number_(number) {
    if (number_ < 0) throw std::runtime_error("no socket");
  }
  ~Socket() { ::close(number_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  [[nodiscard]] int number() const noexcept { return number_; }

  /// What cannot be sent, since the other end is gone, is dropped.
  void send(std::string_view text) const {
    while (!text.empty()) {
      const auto sent = ::send(number_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  /// What comes until `is_all`, the end, or nothing for `most`.
  [[nodiscard]] std::string receive(
      const std::function<bool(const std::string&)>& is_all,
      std::chrono::milliseconds most = std::chrono::seconds(10)) const {
    std::string text;
    char piece[16384];
    for (pollfd waiting{number_, POLLIN, 0};
         !is_all(text) && ::poll(&waiting, 1, static_cast<int>(most.count())) > 0;) {
      const auto size = ::recv(number_, piece, sizeof piece, 0);
      if (size <= 0) break;
      text.append(piece, static_cast<std::size_t>(size));
    }
    return text;
  }

 private:
  int number_;
};

inline sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

/// A connection to a port of this machine.
class Connection : public Socket {
 public:
  explicit Connection(int port) : Socket(::socket(AF_INET, SOCK_STREAM, 0)) {
    const auto address = loopback(port);
    if (::connect(number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("no connection");
    }
  }

  /// Whether the other end closes it in the time.
  [[nodiscard]] bool is_closed_within(std::chrono::milliseconds most) const {
    const auto end = std::chrono::steady_clock::now() + most;
    static_cast<void>(
        receive([&](const auto&) { return std::chrono::steady_clock::now() > end; }, most));
    char rest = 0;
    return ::recv(number(), &rest, 1, MSG_DONTWAIT) == 0 ||
           (errno != EAGAIN && errno != EWOULDBLOCK);
  }
};

/// A server that does what `serve` does with each connection, one after the other, and knows
/// nothing of HTTP: it can break every rule.
class RawServer {
 public:
  explicit RawServer(std::function<void(const Socket&)> serve)
      : listening_(::socket(AF_INET, SOCK_STREAM, 0)), serve_(std::move(serve)) {
    auto address = loopback(0);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listening_.number(), any, size) != 0 || ::listen(listening_.number(), 16) != 0 ||
        ::getsockname(listening_.number(), any, &size) != 0) {
      throw std::runtime_error("no server");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { accept_all(); });
  }
  ~RawServer() {
    ends_ = true;
    ::shutdown(listening_.number(), SHUT_RDWR);
    thread_.join();
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  [[nodiscard]] int port() const noexcept { return port_; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] int connections() const noexcept { return connections_; }

 private:
  void accept_all() {
    while (!ends_) {
      const int accepted = ::accept(listening_.number(), nullptr, nullptr);
      if (accepted < 0) return;
      ++connections_;
      serve_(Socket(accepted));
    }
  }

  Socket listening_;
  std::function<void(const Socket&)> serve_;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  std::atomic<bool> ends_ = false;
  std::thread thread_;
};

/// A text that a server's thread writes and a test reads.
class SharedText {
 public:
  void set(std::string text) {
    const std::lock_guard lock(mutex_);
    text_ = std::move(text);
  }
  [[nodiscard]] std::string get() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

/// The head of a request and a body of up to so many bytes that comes with it.
inline std::string request_from(const Socket& connection) {
  return connection.receive(
      [](const auto& text) { return text.find("\r\n\r\n") != std::string::npos; });
}

}  // namespace modelreg::test
