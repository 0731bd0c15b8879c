#include "registry/observed.hpp"

namespace modelreg::registry {
namespace {

/// While it lives, the calls of this thread are part of another.
class WithinCall {
 public:
  WithinCall() { is_observed() = true; }
  ~WithinCall() { is_observed() = false; }
  WithinCall(const WithinCall&) = delete;
  WithinCall& operator=(const WithinCall&) = delete;
};

}  // namespace

bool& is_observed() noexcept {
  static thread_local bool observed = false;
  return observed;
}

void run_observed(const Options& options, const SessionCall& call,
                  const std::function<void()>& work) {
  bool done = false;
  const WithinCall within;
  options.around_call(call, [&] {
    work();
    done = true;
  });
  if (done) return;
  throw Error(ErrorCode::storage,
              "Options::around_call returned without running the work of the call; it must run it "
              "or throw");
}

}  // namespace modelreg::registry
