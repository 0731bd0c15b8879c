#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "session_fixture.hpp"

namespace modelreg::test {

using nlohmann::json;

/// The text as a JSON string; null if it is no UTF-8 and so cannot be one.
inline json as_json(const std::string& text) {
  try {
    (void)json(text).dump();
    return text;
  } catch (const json::type_error&) {
    return nullptr;
  }
}

/// Answer the request, and keep both for the check against the OpenAPI document.
inline Response recorded(Registry& registry, const Request& request,
                         const HandleOptions& options = {}) {
  Response response = handle(registry, request, options);
  static std::ofstream log = [] {
    std::filesystem::create_directories(MODELREG_EXCHANGES);
    return std::ofstream(MODELREG_EXCHANGES "/" + std::to_string(::getpid()) + ".ndjson");
  }();
  const auto headers = [](const std::vector<Header>& list) {
    json object = json::object();
    for (const auto& [name, value] : list) object[name] = value;
    return object;
  };
  const json exchange{{"edition", to_string(options.edition)},
                      {"method", request.method},
                      {"target", request.target},
                      {"request_headers", headers(request.headers)},
                      {"request_body", as_json(request.body)},
                      {"status", response.status},
                      {"headers", headers(response.headers)},
                      {"body", response.body}};
  log << exchange.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
  return response;
}

/// One registry in memory with two accounts, and requests with their keys.
class WireTest : public SessionTest {
 protected:
  Response send(const std::string& method, const std::string& target, const std::string& body = {},
                std::vector<Header> headers = {}) {
    headers.push_back({"x-api-key", key.secret});
    return recorded(registry, {method, target, std::move(headers), body});
  }

  /// The answer, which must have that status, as a document.
  json answer(int status, const std::string& method, const std::string& target,
              const json& body = nullptr) {
    const auto response = send(method, target, body.is_null() ? "" : body.dump());
    EXPECT_EQ(response.status, status) << method << ' ' << target << '\n' << response.body;
    return json::parse(response.body, nullptr, false);
  }

  /// The faults that a 422 names, each as `place.field type`.
  std::vector<std::string> faults(const std::string& method, const std::string& target,
                                  const std::string& body = {}) {
    const auto response = send(method, target, body);
    EXPECT_EQ(response.status, 422) << method << ' ' << target << '\n' << response.body;
    std::vector<std::string> found;
    const auto document = json::parse(response.body, nullptr, false);
    for (const auto& fault : document.value("detail", json::array())) {
      std::string loc;
      for (const auto& part : fault.at("loc")) {
        loc += loc.empty() ? "" : ".";
        loc += part.is_string() ? part.get<std::string>() : part.dump();
      }
      EXPECT_FALSE(fault.at("msg").get<std::string>().empty());
      found.push_back(loc + " " + std::string(fault.at("type")));
    }
    return found;
  }

  const NewApiKey key = registry.create_api_key(session.identity());
  const NewApiKey stranger_key = registry.create_api_key(stranger.identity());
};

}  // namespace modelreg::test
