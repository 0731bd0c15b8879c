#pragma once

#include <string_view>

#include "modelreg/modelreg.h"

namespace modelreg::c {

/// What went wrong in this thread. It is kept in memory that is there already, so that it can be
/// said that there is none, and that a library may be unloaded while threads go on.
void remember(std::string_view code, std::string_view message) noexcept;

[[nodiscard]] const modelreg_error* last_error() noexcept;

/// Remember the exception that is being handled.
void remember_exception() noexcept;

/// What `work` returns; if it throws, nothing: NULL or false.
template <class Work>
auto guarded(const Work& work) noexcept -> decltype(work()) {
  try {
    return work();
  } catch (...) {
    remember_exception();
    return {};
  }
}

}  // namespace modelreg::c
