#pragma once

#include <curl/curl.h>

#include <memory>
#include <mutex>
#include <vector>

namespace modelreg::http {

struct CloseHandle {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, CloseHandle>;

/// Handles of libcurl, each with the connections that it keeps. One is used by one thread at a
/// time.
///
/// Thread safety: any number of threads.
class HandlePool {
 public:
  /// Throws: `Error` with `unavailable` if libcurl cannot start.
  HandlePool();

  /// A handle that nobody uses, the one that was used last: the others' connections grow old. A new
  /// one if there is none whose connection the server has left open.
  [[nodiscard]] Handle take();
  /// Keep a handle for others; it is closed if there are enough.
  void give_back(Handle handle) noexcept;

 private:
  std::mutex mutex_;
  std::vector<Handle> idle_;
};

}  // namespace modelreg::http
