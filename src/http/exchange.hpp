#pragma once

#include <curl/curl.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "http/failure.hpp"
#include "modelreg/wire.hpp"

namespace modelreg::http {

inline constexpr std::size_t max_answer_bytes = 16 << 20;
inline constexpr std::size_t max_answer_header_bytes = 256 << 10;

/// One request on its way and the answer to it, as libcurl brings it piece by piece.
class Exchange {
 public:
  /// `handle` is one that has the settings of the transport; what is the request's comes from
  /// `request`, which must stay where it is.
  Exchange(CURL* handle, const Request& request, const std::string& base_url);

  /// Throws what `Transport::send` says.
  [[nodiscard]] Response perform();

 private:
  static std::size_t take_header(const char* text, std::size_t size, std::size_t count, void* self);
  static std::size_t take_body(const char* text, std::size_t size, std::size_t count, void* self);
  static int before_sending(void* self, char*, char*, int, int);

  void add_header(std::string_view line);
  void set_request(const std::string& url);
  void set_callbacks();

  CURL* handle_;
  const Request& request_;
  Response response_;
  Progress progress_;
  std::size_t header_bytes_ = 0;
};

}  // namespace modelreg::http
