#include <algorithm>
#include <array>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "modelreg/error.hpp"
#include "modelreg/json_text.hpp"
#include "modelreg/testing/replay.hpp"
#include "testing/header_names.hpp"

namespace modelreg::testing {
namespace {

constexpr std::array<std::string_view, 6> secret_headers = {
    "x-api-key", "authorization", "proxy-authorization", "cookie", "set-cookie", "api-key"};

bool is_secret(const Header& header) {
  return std::any_of(secret_headers.begin(), secret_headers.end(),
                     [&](std::string_view name) { return is_named(header, name); });
}

/// The secrets that the request was sent with.
std::vector<std::string> secrets_of(const Request& request) {
  std::vector<std::string> secrets;
  for (const auto& header : request.headers) {
    if (is_secret(header) && !header.value.empty()) secrets.push_back(header.value);
  }
  return secrets;
}

void strike_out(std::string& text, const std::string& secret) {
  constexpr std::string_view struck = "STRUCK-OUT";
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at)) {
    text.replace(at, secret.size(), struck);
    at += struck.size();
  }
}

template <class Message>
void strike_out_all(Message& message, const std::vector<std::string>& secrets) {
  std::erase_if(message.headers, is_secret);
  for (const auto& secret : secrets) {
    strike_out(message.body, secret);
    for (auto& header : message.headers) strike_out(header.value, secret);
  }
}

/// A line of a recording; what is no UTF-8 is replaced.
std::string line_of(Request request, Response response) {
  const auto secrets = secrets_of(request);
  strike_out_all(request, secrets);
  strike_out_all(response, secrets);
  for (const auto& secret : secrets) strike_out(request.target, secret);
  return R"({"request":)" + to_json_text(request) + R"(,"response":)" + to_json_text(response) +
         "}\n";
}

class Recording : public Transport {
 public:
  Recording(std::shared_ptr<Transport> inner, const std::filesystem::path& path)
      : inner_(std::move(inner)), path_(path), file_(path, std::ios::app | std::ios::binary) {
    check();
  }

  Response send(const Request& request) override {
    auto response = inner_->send(request);
    const auto line = line_of(request, response);
    const std::lock_guard lock(mutex_);
    file_ << line << std::flush;
    check();
    return response;
  }

 private:
  void check() const {
    if (file_) return;
    throw Error(ErrorCode::storage, path_.string() + ": the recording cannot be written there");
  }

  std::shared_ptr<Transport> inner_;
  std::filesystem::path path_;
  std::mutex mutex_;
  std::ofstream file_;
};

Exchange exchange_of(const std::string& line) {
  const auto parsed = nlohmann::json::parse(line, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("request") || !parsed.contains("response")) {
    throw Error({{"", "must be a JSON object with `request` and `response`", "json_invalid"}});
  }
  return {.request = from_json_text<Request>(parsed["request"].dump()),
          .response = from_json_text<Response>(parsed["response"].dump())};
}

}  // namespace

std::shared_ptr<Transport> recording(std::shared_ptr<Transport> inner,
                                     const std::filesystem::path& file) {
  return std::make_shared<Recording>(std::move(inner), file);
}

std::vector<Exchange> read_recording(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorCode::not_found, path.string() + ": there is no such recording");
  std::vector<Exchange> exchanges;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    try {
      exchanges.push_back(exchange_of(line));
    } catch (const Error& error) {
      throw Error(error.code(),
                  path.string() + ", line " + std::to_string(number) + ": " + error.what(),
                  error.violations());
    }
  }
  return exchanges;
}

}  // namespace modelreg::testing
