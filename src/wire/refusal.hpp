#pragma once

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

/// One fault of a request, and where it is: in its `body`, its `query`, its `path` or a `header`.
struct Fault {
  std::string_view place;
  Violation violation;
};

[[nodiscard]] Response answer(int status, std::string body);

/// `{"detail": "…"}`.
[[nodiscard]] Response refusal(int status, std::string_view detail);

/// 422, with every fault of the request.
[[nodiscard]] Response refusal(const std::vector<Fault>& faults);

/// What the contract answers for an error of the registry. The request was checked before, so that
/// an invalid record is no fault of the caller: a clock or an id of the options was wrong.
[[nodiscard]] Response refusal(const Error& error);

}  // namespace modelreg::wire
