#include "serve/incoming.hpp"

#include <charconv>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

namespace modelreg::serve {
namespace {

constexpr std::size_t longest_path = 1024;

/// What cpp-httplib adds for its users is no header that came.
bool is_made_up(const std::string& name) {
  return name == "REMOTE_ADDR" || name == "REMOTE_PORT" || name == "LOCAL_ADDR" ||
         name == "LOCAL_PORT";
}

/// How many bytes the body is said to have; nothing if that is no number.
std::optional<std::uint64_t> said_length(const httplib::Request& request) {
  const std::string text = header_of(request, "Content-Length");
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return length;
}

bool takes_a_body(const std::string& method) {
  return method == "POST" || method == "PATCH" || method == "PUT" || method == "DELETE";
}

}  // namespace

Response refusal(int status, const char* detail) {
  return {.status = status,
          .headers = {{"content-type", "application/json"}},
          .body = nlohmann::json{{"detail", detail}}.dump()};
}

std::string header_of(const httplib::Request& request, const char* name) {
  return request.get_header_value(name);
}

std::size_t count_of(const httplib::Request& request, const char* name) {
  return request.get_header_value_count(name);
}

Request request_of(const httplib::Request& incoming, std::string body) {
  // cpp-httplib leaves out the body of an answer to HEAD, and still needs to know its length.
  Request request{.method = incoming.method == "HEAD" ? "GET" : incoming.method,
                  .target = incoming.target,
                  .body = std::move(body)};
  for (const auto& [name, value] : incoming.headers) {
    if (!is_made_up(name)) request.headers.push_back({name, value});
  }
  return request;
}

bool announces_a_body(const httplib::Request& request) {
  return request.has_header("Transfer-Encoding") ||
         (request.has_header("Content-Length") && said_length(request) != 0U);
}

bool is_awaited(const httplib::Request& request) {
  return takes_a_body(request.method) && !request.has_header("Content-Length");
}

std::optional<Response> refusal_of_body(const httplib::Request& request) {
  const bool in_pieces = request.has_header("Transfer-Encoding");
  const bool in_one = request.has_header("Content-Length");
  if (count_of(request, "Content-Length") > 1 || (in_pieces && in_one)) {
    return refusal(400, "the request says twice how long its body is");
  }
  if (in_one && !said_length(request)) return refusal(400, "content-length must be a number");
  if (in_one && *said_length(request) > most_bytes_read) {
    return refusal(413, "a body has 8 MiB at most");
  }
  if (!takes_a_body(request.method)) return refusal(400, "a request of this method has no body");
  if (in_pieces && request.method == "DELETE") {
    return refusal(411, "a DELETE must say how long its body is (content-length)");
  }
  if (request.is_multipart_form_data()) return refusal(415, "a body must be JSON");
  if (request.path.size() > longest_path) return refusal(414, "the path is too long");
  return std::nullopt;
}

}  // namespace modelreg::serve
