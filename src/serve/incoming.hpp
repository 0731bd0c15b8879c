#pragma once

#include <httplib.h>

#include <cstddef>
#include <optional>
#include <string>

#include "modelreg/limits.hpp"
#include "modelreg/wire.hpp"

/// What comes in, as cpp-httplib has it, and what of it is refused before the registry is asked.
namespace modelreg::serve {

/// More than `handle` takes, so that a body that is a little too large is read and then refused:
/// who still sends does not hear a refusal.
inline constexpr std::size_t most_bytes_read = 4 * max_body_bytes;

[[nodiscard]] Response refusal(int status, const char* detail);

[[nodiscard]] std::string header_of(const httplib::Request& request, const char* name);
[[nodiscard]] std::size_t count_of(const httplib::Request& request, const char* name);

/// The request for `handle`.
[[nodiscard]] Request request_of(const httplib::Request& incoming, std::string body);

[[nodiscard]] bool announces_a_body(const httplib::Request& request);

/// Whether newer versions of cpp-httplib would take the next request for the body of this one,
/// which has none and does not say so.
[[nodiscard]] bool is_awaited(const httplib::Request& request);

/// Why the body that is announced is not read: what is left of it would be taken for a request, so
/// the connection is closed then.
[[nodiscard]] std::optional<Response> refusal_of_body(const httplib::Request& request);

}  // namespace modelreg::serve
