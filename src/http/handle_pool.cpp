#include "http/handle_pool.hpp"

#include <cstddef>
#include <utility>

#include "modelreg/error.hpp"

namespace modelreg::http {
namespace {

constexpr std::size_t most_idle = 32;

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
    if (!idle_.empty()) {
      Handle handle = std::move(idle_.back());
      idle_.pop_back();
      return handle;
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
