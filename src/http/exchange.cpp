#include "http/exchange.hpp"

#include <algorithm>
#include <utility>

#include "http/outgoing.hpp"

namespace modelreg::http {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool has_body(const Request& request) {
  return !request.body.empty() || request.method == "POST" || request.method == "PUT" ||
         request.method == "PATCH";
}

}  // namespace

Exchange::Exchange(CURL* handle, const Request& request, const std::string& base_url)
    : handle_(handle), request_(request) {
  set_request(base_url + request.target);
  set_callbacks();
}

void Exchange::set_request(const std::string& url) {
  curl_easy_setopt(handle_, CURLOPT_URL, url.c_str());
  if (request_.method == "HEAD") {
    curl_easy_setopt(handle_, CURLOPT_NOBODY, 1L);
    return;
  }
  curl_easy_setopt(handle_, CURLOPT_HTTPGET, 1L);
  if (has_body(request_)) {
    curl_easy_setopt(handle_, CURLOPT_POST, 1L);
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDS, request_.body.c_str());
  }
  curl_easy_setopt(handle_, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
}

void Exchange::set_callbacks() {
  curl_easy_setopt(handle_, CURLOPT_HEADERFUNCTION, &take_header);
  curl_easy_setopt(handle_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, &take_body);
  curl_easy_setopt(handle_, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(handle_, CURLOPT_PREREQFUNCTION, &before_sending);
  curl_easy_setopt(handle_, CURLOPT_PREREQDATA, this);
}

Response Exchange::perform() {
  const HeaderList headers = header_list(request_);
  curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, headers.get());
  const CURLcode done = curl_easy_perform(handle_);
  curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, nullptr);
  if (done == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  if (done != CURLE_OK) throw error_of(done, progress_);
  long status = 0;
  curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  return std::move(response_);
}

/// libcurl sends a request again, of any method, when a connection that was kept turns out to be
/// dead. Whether the first was carried out is unknown then, and a `Transport` sends once.
int Exchange::before_sending(void* self, char*, char*, int, int) {
  auto& progress = static_cast<Exchange*>(self)->progress_;
  progress.sent_twice = std::exchange(progress.sent, true);
  return progress.sent_twice ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

void Exchange::add_header(std::string_view line) {
  if (line.starts_with("HTTP/")) {  // the answer begins; what came before was 1xx
    response_.headers.clear();
    return;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return;
  std::string name(trimmed(line.substr(0, colon)));
  std::transform(name.begin(), name.end(), name.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  response_.headers.push_back({std::move(name), std::string(trimmed(line.substr(colon + 1)))});
}

/// Taking less than there is makes libcurl give up. No exception may pass through it.
std::size_t Exchange::take_header(const char* text, std::size_t size, std::size_t count,
                                  void* self) {
  auto& exchange = *static_cast<Exchange*>(self);
  exchange.header_bytes_ += size * count;
  exchange.progress_.too_large = exchange.header_bytes_ > max_answer_header_bytes;
  if (exchange.progress_.too_large) return 0;
  try {
    exchange.add_header({text, size * count});
  } catch (const std::bad_alloc&) {
    return 0;
  }
  return size * count;
}

std::size_t Exchange::take_body(const char* text, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<Exchange*>(self);
  auto& body = exchange.response_.body;
  exchange.progress_.too_large = body.size() + size * count > max_answer_bytes;
  if (exchange.progress_.too_large) return 0;
  try {
    body.append(text, size * count);
  } catch (const std::bad_alloc&) {
    return 0;
  }
  return size * count;
}

}  // namespace modelreg::http
