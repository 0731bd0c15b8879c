#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "session_fixture.hpp"

namespace modelreg::test {

/// A transport that answers by a function, and keeps what was sent.
class Scripted : public Transport {
 public:
  explicit Scripted(std::function<Response(const Request&)> answer) : answer_(std::move(answer)) {}

  Response send(const Request& request) override {
    sent.push_back(request);
    return answer_(request);
  }

  std::vector<Request> sent;

 private:
  std::function<Response(const Request&)> answer_;
};

/// What `call` throws, as its code and its message; "nothing was thrown" without a code.
template <std::invocable Call>
std::pair<std::optional<ErrorCode>, std::string> failure_of(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return {error.code(), error.what()};
  }
  return {std::nullopt, "nothing was thrown"};
}

inline Response json_answer(int status, std::string body) {
  return {
      .status = status, .headers = {{"content-type", "application/json"}}, .body = std::move(body)};
}

/// One registry in memory with two accounts, and a client of the first.
class ClientTest : public SessionTest {
 protected:
  const NewApiKey key = registry.create_api_key(session.identity());

  /// Everything that the client sends goes through here.
  std::shared_ptr<Scripted> transport = std::make_shared<Scripted>(
      [inner = in_process(registry)](const Request& request) { return inner->send(request); });

  ClientOptions options() const { return {.api_key = key.secret, .account_id = "acme"}; }

  Client client{transport, options()};
};

}  // namespace modelreg::test
