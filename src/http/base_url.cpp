#include "http/base_url.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>

#include "http/outgoing.hpp"

namespace modelreg::http {
namespace {

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

/// The parts of `text`; nothing if it is no URL with a scheme that can be asked.
Url parsed(const std::string& text) {
  Url url(curl_url(), &curl_url_cleanup);
  if (text.find(":///") != std::string::npos) url.reset();  // of which libcurl makes something else
  if (url && curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) url.reset();
  return url;
}

std::optional<std::string> part_of(const Url& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return std::nullopt;
  const std::unique_ptr<char, decltype(&curl_free)> owned(text, &curl_free);
  return std::string(owned.get());
}

/// Whether the host is this machine. An address in figures is not mistaken for a name that begins
/// like one.
bool is_this_machine(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  return host.starts_with("127.") &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

const char* problem_of_url(const HttpOptions& options) {
  constexpr const char* form = "must be a URL such as https://api.example.com";
  const Url url = parsed(options.base_url);
  if (!url) return form;
  const auto scheme = part_of(url, CURLUPART_SCHEME);
  if (scheme != "https" && scheme != "http") return form;
  if (part_of(url, CURLUPART_USER) || part_of(url, CURLUPART_PASSWORD)) {
    return "must not have a user or a password; the API key says who asks";
  }
  if (part_of(url, CURLUPART_QUERY) || part_of(url, CURLUPART_FRAGMENT)) {
    return "must end with its path; a query comes with each request";
  }
  if (scheme == "http" && !options.insecure &&
      !is_this_machine(part_of(url, CURLUPART_HOST).value_or(""))) {
    return "must begin with https://, since others could read the API key on the way; "
           ".insecure = true admits http:// all the same";
  }
  return nullptr;
}

bool is_proxy(const std::string& text) {
  const auto scheme = text.substr(0, text.find("://"));
  const auto known = {"http", "https", "socks4", "socks4a", "socks5", "socks5h"};
  return can_be_header(text) && scheme.size() + 3 < text.size() &&
         std::find(known.begin(), known.end(), scheme) != known.end();
}

bool is_file(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored);
}

}  // namespace

std::vector<Violation> violations_of(const HttpOptions& options) {
  std::vector<Violation> violations;
  const auto require = [&](bool holds, const char* field, const char* problem, const char* type) {
    if (!holds) violations.push_back({field, problem, type});
  };
  if (options.base_url.empty()) {
    violations.push_back({"base_url", "is required", "missing"});
  } else if (const char* const problem = problem_of_url(options)) {
    violations.push_back({"base_url", problem, "value_error"});
  }
  constexpr const char* longer = "must be 1 ms or more";
  const auto is_positive = [](std::chrono::milliseconds time) { return time.count() > 0; };
  require(is_positive(options.connect_timeout), "connect_timeout", longer, "greater_than");
  require(is_positive(options.timeout), "timeout", longer, "greater_than");
  require(options.proxy.empty() || is_proxy(options.proxy), "proxy",
          "must be a URL such as http://proxy.example.com:3128", "value_error");
  require(options.ca_file.empty() || is_file(options.ca_file), "ca_file",
          "must name a file with certificates in PEM, which can be read", "value_error");
  require(can_be_header(options.user_agent), "user_agent", "must be text that a header can hold",
          "string_type");
  return violations;
}

std::string without_last_slash(std::string base_url) {
  while (base_url.ends_with('/')) base_url.pop_back();
  return base_url;
}

}  // namespace modelreg::http
