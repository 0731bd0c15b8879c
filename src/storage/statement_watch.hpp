#pragma once

#include <cstddef>
#include <exception>
#include <functional>

#include "storage/connection.hpp"

namespace modelreg::storage {

/// While it lives, no statement of the connection is stopped because it takes long; instead, `tell`
/// is called now and then from within, with how many operations SQLite has run. If it throws, the
/// statement is stopped.
class StatementWatch {
 public:
  using Tell = std::function<void(std::size_t operations)>;

  StatementWatch(Connection& connection, Tell tell);
  ~StatementWatch();
  StatementWatch(const StatementWatch&) = delete;
  StatementWatch& operator=(const StatementWatch&) = delete;

  /// Return what `work` returns, or throw what `tell` threw when it stopped `work`.
  template <class Work>
  auto run(const Work& work) {
    try {
      return work();
    } catch (...) {
      if (thrown_) std::rethrow_exception(thrown_);
      throw;
    }
  }

 private:
  static int on_progress(void* self);

  Connection& connection_;
  Tell tell_;
  std::size_t operations_ = 0;
  std::exception_ptr thrown_;
};

}  // namespace modelreg::storage
