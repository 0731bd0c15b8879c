#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace modelreg::tool {

/// One place where an answer is not as it must be.
struct Difference {
  std::string expected;  ///< The place and what should be there.
  std::string came;      ///< What is.
};

/// Where `answer` is not as `pattern` has it; nothing if it is.
///
/// An object must have the members that are named, and may have others; a list must have exactly
/// those elements; anything else must be equal. Some texts stand for more than themselves:
/// `<text>`,
/// `<id>`, `<time>`, `<microseconds>` (a time as this registry writes it), `<integer>`,
/// `<boolean>`,
/// `<object>`, and `<absent>` for a member that must not be there.
[[nodiscard]] std::vector<Difference> differences(const nlohmann::ordered_json& pattern,
                                                  const nlohmann::ordered_json& answer);

/// At most so many characters of what is said of a value.
[[nodiscard]] std::string excerpt(const std::string& text);

}  // namespace modelreg::tool
