#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "modelreg/transport.hpp"
#include "tool/conformance_checks.hpp"

/// Whether a server keeps the contract of the platform's model registry.
namespace modelreg::tool {

/// Who asks.
struct Asker {
  std::string api_key;
  std::string account;
};

enum class Verdict {
  agrees,
  differs,
  left_out,  ///< It needs a record that an earlier check should have made.
};

struct Finding {
  Check check;
  Verdict verdict = Verdict::agrees;
  std::string expected = {};
  std::string came = {};
};

struct ConformanceReport {
  std::vector<Finding> findings;
  std::vector<std::string> left_behind;  ///< The targets of records that could not be deleted.
};

/// Called before each check with its number, from 0. Returns whether to go on.
using BeforeCheck = std::function<bool(std::size_t)>;

/// Make the requests of `checks`, and delete every record that they have made, however they end.
/// A request that is answered with 429, or with 503 and `retry-after`, is made again. After three
/// that have no answer, those that are left are not made.
///
/// Throws, before anything is made: as the transport; `unauthenticated` or `forbidden` if the key
/// or the account is refused; `unexpected_answer` if what answers is no model registry.
[[nodiscard]] ConformanceReport check_conformance(Transport& transport, const Asker& asker,
                                                  const std::vector<Check>& checks,
                                                  const BeforeCheck& before);

}  // namespace modelreg::tool
