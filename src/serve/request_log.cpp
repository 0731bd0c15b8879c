#include "serve/request_log.hpp"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <utility>

namespace modelreg::serve {
namespace {

constexpr std::size_t most_requests = 200;
constexpr std::size_t longest_target = 500;

nlohmann::ordered_json as_json(const LoggedRequest& request) {
  nlohmann::ordered_json json{{"at", to_string(request.at)},
                              {"method", request.method},
                              {"status", request.status},
                              {"microseconds", request.took.count()}};
  if (!request.account_id.empty()) json["target"] = request.target;
  return json;
}

}  // namespace

void RequestLog::add(LoggedRequest request) {
  if (request.target.size() > longest_target) request.target.resize(longest_target);
  const std::lock_guard lock(mutex_);
  if (requests_.size() == most_requests) requests_.pop_back();
  requests_.push_front(std::move(request));
}

std::string RequestLog::of(const std::string& account_id) const {
  auto listed = nlohmann::ordered_json::array();
  const std::lock_guard lock(mutex_);
  for (const auto& request : requests_) {
    if (request.account_id.empty() || request.account_id == account_id) {
      listed.push_back(as_json(request));
    }
  }
  return listed.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace modelreg::serve
