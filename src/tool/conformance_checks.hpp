#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The contract of the platform's model registry as a list of requests and what answers them, which
/// is read from conformance.json.
namespace modelreg::tool {

/// One request and what must answer it.
///
/// In its texts `{account}` is the account, `{name}` a name that nobody else has given to anything,
/// `{1024 letters}` is that, and any other name in braces what an earlier check has kept.
struct Check {
  std::string name;
  /// Who says so: the platform's documentation and clients (`documented`), the framework that it is
  /// made with (`framework`), or this project, where both are silent (`registry`).
  std::string basis;
  std::string method;
  std::string target;
  nlohmann::ordered_json headers;   ///< Other ones than usual; null: not that one.
  nlohmann::ordered_json body;      ///< Discarded: none.
  std::optional<std::string> text;  ///< The body instead, which may be no JSON.
  int status;
  nlohmann::ordered_json answer;          ///< As `AnswerPattern` reads it; null: any.
  nlohmann::ordered_json answer_headers;  ///< The same, for those that are named.
  std::vector<std::string> only;          ///< What the answer may have; empty: anything.
  std::string keep;                       ///< What the answer's id is called from now on.
};

/// In the order in which they must be made.
[[nodiscard]] std::vector<Check> conformance_checks();

extern const std::string_view conformance_table;

}  // namespace modelreg::tool
