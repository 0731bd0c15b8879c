#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "modelreg/json_text.hpp"
#include "modelreg/session_call.hpp"
#include "modelreg/timestamp.hpp"

namespace modelreg::testing {

/// One call that was asked for, or that a test expects.
struct Call {
  Operation operation = {};  ///< None if a request was none of the contract's.
  /// The ids among the arguments. Those of a deployment stand without the one of its model.
  std::vector<std::string> ids = {};
  /// The record, the changes or the query as a JSON object without the caller's account, as far as
  /// they were given; nothing if a test expects any. Of a request that is none of the contract's
  /// its method and target.
  std::optional<std::string> arguments = {};

  bool operator==(const Call&) const = default;
};

/// `add_model_instance(chat, gpt-4o)`.
[[nodiscard]] std::string text_of(const Call& call);

namespace journal {
template <class Record>
void take(Call& call, const Id<Record>& id) {
  call.ids.push_back(id.str());
}
template <class Record>
void take(Call& call, const Record& record) {
  call.arguments = to_json_text(record);
}
}  // namespace journal

/// The call of `operation` with these ids and this record, or these changes.
///
///     call(Operation::add_model_instance, group.id, model.id)
template <class... Arguments>
[[nodiscard]] Call call(Operation operation, const Arguments&... arguments) {
  Call call{.operation = operation};
  (journal::take(call, arguments), ...);
  return call;
}

/// A call that was made, and what came of it.
struct JournalEntry {
  Call call = {};
  std::string account_id = {};  ///< Of the caller, if that was a session.
  bool by_request = false;      ///< Whether it came as a request and not from a session.
  Timestamp at = {};            ///< By the registry's clock.
  int status = 0;          ///< Of the answer; that of the error, or 200, of a session. 0: none.
  std::string error = {};  ///< What the answer or the error said.
};

/// The calls that were made of a test registry, by either door, in order. API keys are not in it.
class Journal {
 public:
  Journal() = default;
  explicit Journal(std::vector<JournalEntry> entries) : entries_(std::move(entries)) {}

  [[nodiscard]] const std::vector<JournalEntry>& entries() const& noexcept { return entries_; }
  [[nodiscard]] std::vector<JournalEntry> entries() && noexcept { return std::move(entries_); }
  /// How often that was asked, whatever came of it.
  [[nodiscard]] std::size_t count(const Call& call) const;
  /// Those that were to change something.
  [[nodiscard]] Journal changes() const;

  /// Empty if exactly these calls were made, each once, in any order; else what is missing with the
  /// nearest call and how it differs, and what was asked beside.
  ///
  ///     EXPECT_EQ(registry.journal().changes().difference_from(
  ///                   {call(Operation::add_model_instance, group.id, model.id)}),
  ///               "");
  [[nodiscard]] std::string difference_from(const std::vector<Call>& expected) const;

 private:
  std::vector<JournalEntry> entries_;
};

/// Thrown to a caller whose call no expectation allows. No `Error`, so that the code under test
/// does not take it for one.
class UnexpectedCall : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

}  // namespace modelreg::testing
