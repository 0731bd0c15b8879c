#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include "modelreg/error.hpp"
#include "modelreg/session_call.hpp"
#include "storage/store.hpp"

namespace modelreg::registry {

/// Whether this thread is in a call that `Options::around_call` is told of.
[[nodiscard]] bool& is_observed() noexcept;

/// Run `around` with that call and `work`, which it must run.
void run_observed(const Options& options, const SessionCall& call,
                  const std::function<void()>& work);

/// One call of a session: its work runs within `Options::around_call`, if there is one.
template <class... Arguments>
class Observed {
 public:
  Observed(const storage::Store& store, const Identity& identity, Operation operation,
           const Arguments&... arguments)
      : options_(store.options()),
        identity_(identity),
        operation_(operation),
        arguments_(arguments...) {}

  template <class Work>
  auto operator()(const Work& work) const {
    using Result = std::invoke_result_t<const Work&>;
    if (!options_.around_call || is_observed()) return work();
    if constexpr (std::is_void_v<Result>) {
      run_observed(options_, call(), work);
    } else {
      std::optional<Result> result;
      run_observed(options_, call(), [&] { result.emplace(work()); });
      return std::move(*result);
    }
  }

 private:
  [[nodiscard]] SessionCall call() const {
    SessionCall call{.operation = operation_, .identity = identity_};
    std::apply([&](const auto&... arguments) { (note(call, arguments), ...); }, arguments_);
    return call;
  }

  template <class Record>
  static void note(SessionCall& call, const Id<Record>& id) {
    call.ids.push_back(id.str());
  }
  template <class Record>
  static void note(SessionCall& call, const std::span<const Id<Record>>& ids) {
    for (const auto& id : ids) note(call, id);
  }
  template <class Argument>
  static void note(SessionCall& call, const Argument& argument) {
    call.argument = &argument;
  }

  const Options& options_;
  const Identity& identity_;
  Operation operation_;
  std::tuple<const Arguments&...> arguments_;
};

}  // namespace modelreg::registry
