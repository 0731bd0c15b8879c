#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "modelreg/client.hpp"
#include "modelreg/timestamp.hpp"

namespace modelreg::client {

/// How long one call goes on trying.
class Patience {
 public:
  explicit Patience(const RetryOptions& options);

  /// Wait before a request is made again, `retries` times it was already; as long as `asked`, if
  /// that is set. Returns false, at once, if it is not to be made again.
  [[nodiscard]] bool wait(int retries, std::optional<std::chrono::milliseconds> asked) const;

  /// How long an answer asks to wait. Nothing if neither header has a meaning.
  [[nodiscard]] std::optional<std::chrono::milliseconds> asked_by(const Response& response) const;

 private:
  [[nodiscard]] std::chrono::milliseconds backoff(int retries) const;

  [[nodiscard]] Timestamp now() const;

  const RetryOptions& options_;
  std::chrono::steady_clock::time_point steady_start_ = std::chrono::steady_clock::now();
  Timestamp start_;
};

}  // namespace modelreg::client
