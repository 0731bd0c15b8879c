#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "modelreg/error.hpp"
#include "modelreg/wire.hpp"

/// What an answer means.
namespace modelreg::client {

/// What a request does.
enum class Effect : std::uint8_t {
  reads = 1,
  sets,     ///< The same, however often it is made.
  deletes,  ///< The same, but that there is nothing left to delete the second time.
  creates,  ///< One more each time.
};

[[nodiscard]] constexpr bool is_success(const Response& response) noexcept {
  return response.status >= 200 && response.status <= 299;
}

/// Whether an answer that is no success leaves open if the request was carried out.
[[nodiscard]] bool leaves_open(const Response& response);

/// Whether a request with such an effect may be made again after an answer that is no success.
[[nodiscard]] bool may_be_made_again(const Response& response, Effect effect);

/// The error that an answer is which is no success. `secret` is kept out of the message.
[[nodiscard]] Error error_of(const Response& response, Effect effect, std::string_view secret);

/// The error of a request that was not answered.
[[nodiscard]] Error error_of_silence(const Error& silence, Effect effect);

/// The error of a success whose body is not what it should be.
[[nodiscard]] Error error_of_body(const Response& response, Effect effect, const Error& found);

}  // namespace modelreg::client
