#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "modelreg/session_call.hpp"

namespace modelreg::testing {

/// What kind of thing goes wrong.
enum class FaultKind : std::uint8_t {
  unauthenticated = 1,
  forbidden,
  not_found,
  conflict,
  invalid,
  rate_limited,
  server_error,
  bad_gateway,
  unavailable,
  timeout,
  delay,
  torn_body,
  lost_answer,
  busy,
  outcome_unknown,
  disk_full,
};

/// Something that goes wrong with a call, on purpose.
///
///     registry.fail(Fault::rate_limited(std::chrono::seconds(2)));
///     registry.fail(Fault::lost_answer(), {.of = Operation::add_model_instance});
///     registry.fail(Fault::busy().after_work(), {.first = 3, .calls = 2});
///
/// A request is answered with what is said first, or with silence: `Transport::send` throws. A call
/// of a `Session` throws the `Error` of that code. All but `delay`, `torn_body` and `lost_answer`
/// come in place of the work of the call, unless `after_work()` is asked for.
struct Fault {
  FaultKind kind = {};
  std::chrono::milliseconds time{0};  ///< Of `rate_limited` and `delay`.
  bool after = false;                 ///< Whether the work is done first.
  bool real = false;                  ///< Whether a delay takes real time.

  static Fault unauthenticated();  ///< 401; `unauthenticated`.
  static Fault forbidden();        ///< 403; `forbidden`.
  static Fault not_found();        ///< 404; `not_found`.
  static Fault conflict();         ///< 409; `conflict`.
  static Fault invalid();          ///< 422 with a violation of `name`; `invalid_argument`.
  /// 429, with `retry-after` if a time is given, in whole seconds; `busy`.
  static Fault rate_limited(std::chrono::seconds retry_after = std::chrono::seconds(0));
  static Fault server_error();  ///< 500; `storage`.
  static Fault bad_gateway();   ///< 502 with the HTML of a proxy; `unavailable`.
  static Fault unavailable();   ///< 503; `busy`.
  /// No answer in time, and nothing is done: silence with `outcome_unknown`; the same of a session,
  /// `unavailable` if the call only reads.
  static Fault timeout();
  /// The work is done `time` later: by the registry's clock, which is moved, or in real time.
  static Fault delay(std::chrono::milliseconds time);
  static Fault real_delay(std::chrono::milliseconds time);
  static Fault torn_body();        ///< The work is done; half of the answer; `unexpected_answer`.
  static Fault lost_answer();      ///< The work is done; then as `timeout`.
  static Fault busy();             ///< 503 as of a locked database; `busy`.
  static Fault outcome_unknown();  ///< 500 as of a failed commit; `outcome_unknown`.
  static Fault disk_full();        ///< 500; `storage` with SQLite's code 13.

  /// The same once the work is done.
  [[nodiscard]] Fault after_work() const;

  bool operator==(const Fault&) const = default;
};

/// Which calls go wrong: the next, unless it says something else. A plan counts the calls that are
/// of its operation, by either door, from when it was made. Of several plans the first one that
/// wants a call has it.
struct When {
  std::optional<Operation> of = {};  ///< Of that operation alone.
  int first = 1;                     ///< From that call on: 1 is the next.
  std::optional<int> calls = {};     ///< So many: 1, or all if `share` is set.
  std::optional<double> share = {};  ///< Each with that chance, from 0 to 1.
  std::uint64_t seed = 1;            ///< The same seed hits the same calls at each run.
};

/// In `When::calls`: every call from then on.
inline constexpr int every_call = INT32_MAX;

}  // namespace modelreg::testing
