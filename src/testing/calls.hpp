#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modelreg/session_call.hpp"
#include "modelreg/testing/journal.hpp"
#include "modelreg/wire.hpp"

/// Calls as the journal has them, from wherever they come.
namespace modelreg::testing {

/// The call of a session.
[[nodiscard]] Call call_of(const SessionCall& call);

/// The call that a request asks for; nothing if it is none of the contract's. What names one of
/// these accounts is left out.
[[nodiscard]] std::optional<Call> call_of(const Request& request,
                                          const std::vector<std::string>& account_ids);

/// The arguments as they are compared: members sorted, no white space.
[[nodiscard]] std::string normal(const std::string& arguments);

}  // namespace modelreg::testing
