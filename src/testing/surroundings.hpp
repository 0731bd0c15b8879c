#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "modelreg/options.hpp"
#include "modelreg/session_call.hpp"
#include "modelreg/testing/journal.hpp"
#include "testing/clock.hpp"
#include "testing/fault_plan.hpp"

namespace modelreg::testing {

/// What was asked of one registry, and what may be.
class CallLog {
 public:
  void add(JournalEntry entry);
  [[nodiscard]] Journal journal() const;
  void clear();
  /// Forget everything, and know that there are these accounts.
  void begin_anew(std::vector<Identity> identities);

  void allow_only(std::vector<Call> calls);
  /// Throws: `UnexpectedCall` if it is not allowed.
  void check_allowed(const std::optional<Call>& call, const std::string& text);
  /// Throws: `UnexpectedCall` if one was refused.
  void verify() const;

  /// Remember whose account there may be.
  void note(const Identity& identity);
  [[nodiscard]] std::vector<Identity> identities() const;

 private:
  mutable std::mutex mutex_;
  std::vector<JournalEntry> entries_;
  std::optional<std::vector<Call>> allowed_;
  std::vector<std::string> refused_;
  std::vector<Identity> identities_;
};

/// Everything around a test registry that its sessions use, too, and which so lives as long as they
/// do.
struct Surroundings {
  Surroundings(Timestamp now, std::optional<std::uint64_t> id_seed) : clock(now), ids(id_seed) {}

  /// Runs each call of a session; `Options::around_call`.
  void run(const SessionCall& asked, const std::function<void()>& work);
  /// Answers each request, which `handle` answers if all goes well.
  Response answer(const Request& request, const std::function<Response()>& handle);
  void wait(const Fault& fault);

  Clock clock;
  Ids ids;
  FaultPlan faults;
  CallLog log;
};

/// What `options` say, with the surroundings in their places.
[[nodiscard]] Options options_of(const std::shared_ptr<Surroundings>& surroundings);

}  // namespace modelreg::testing
