#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modelreg/error.hpp"
#include "modelreg/wire.hpp"

namespace modelreg::wire {

/// Thrown to end a request with an answer that is no success.
struct Refusal {
  Response response;
};

/// One violation, and where it is: in the `body`, the `query`, the `path` or a `header`.
struct LocatedViolation {
  std::string_view place;
  Violation violation;
  /// Which element of a list, or which byte of a text that is no JSON; from 0.
  std::optional<std::size_t> index = {};
};

[[nodiscard]] Response answer(int status, std::string body);

/// `{"detail": "…"}`.
[[nodiscard]] Response refusal(int status, std::string_view detail);

/// 422, with every violation of the request.
[[nodiscard]] Response refusal(const std::vector<LocatedViolation>& violations);

/// End the request with that answer.
[[noreturn]] void refuse(Response response);
[[noreturn]] void refuse(int status, std::string_view detail);
[[noreturn]] void refuse(const std::vector<LocatedViolation>& violations);

/// What the contract answers for an error of the registry. The request was checked before, so that
/// an invalid record is no fault of the caller: a clock or an id of the options was wrong.
[[nodiscard]] Response refusal(const Error& error);

}  // namespace modelreg::wire
