#include "http/handle_pool.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <cstddef>
#include <utility>

#include "modelreg/error.hpp"

namespace modelreg::http {
namespace {

constexpr std::size_t most_idle = 32;

/// Whether the server has closed the connection that was kept. Newer versions of libcurl send all
/// the same, and then nobody knows whether the request was carried out.
bool has_ended(CURL* handle) {
  curl_socket_t kept = CURL_SOCKET_BAD;
  curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &kept);
  if (kept == CURL_SOCKET_BAD) return false;
  char unasked = 0;  // between requests a server has nothing to say
  return ::recv(kept, &unasked, 1, MSG_PEEK | MSG_DONTWAIT) >= 0 || errno != EAGAIN;
}

}  // namespace

HandlePool::HandlePool() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) {
    throw Error(ErrorCode::unavailable,
                std::string("libcurl cannot start: ") + curl_easy_strerror(started));
  }
  idle_.reserve(most_idle);  // so that giving back never fails
}

Handle HandlePool::take() {
  {
    const std::lock_guard lock(mutex_);
    while (!idle_.empty()) {
      Handle handle = std::move(idle_.back());
      idle_.pop_back();
      if (!has_ended(handle.get())) return handle;
    }
  }
  Handle handle(curl_easy_init());
  if (!handle) throw std::bad_alloc();
  return handle;
}

void HandlePool::give_back(Handle handle) noexcept {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < most_idle) idle_.push_back(std::move(handle));
}

}  // namespace modelreg::http
