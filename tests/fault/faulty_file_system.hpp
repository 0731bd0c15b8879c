#pragma once

#include <cstdint>

namespace modelreg::test {

/// What becomes of the call to the file system that is to fail.
enum class Fault : std::uint8_t {
  once = 1,   ///< It fails, and the next one works again.
  thrice,     ///< It fails, and so do the next two.
  flaky,      ///< It fails, and so does every second one after it.
  from_then,  ///< It fails, and so does every later one.
  torn,       ///< A write: half of it reaches the file, then it fails.
  disk_full,  ///< A write: it and every later one find the disk full.
};

/// SQLite's file system with a switch: from `fail` on, the calls that can fail are counted, and one
/// of them fails. Everything else is the real file system. There is one in a process, as its
/// default.
class FaultyFileSystem {
 public:
  /// Put it between SQLite and the real file system.
  static void install();

  /// Let the call number `number`, from 1, fail like `fault`.
  static void fail(long number, Fault fault) noexcept;
  /// Let everything work again. Returns whether a call has failed.
  static bool heal() noexcept;
};

}  // namespace modelreg::test
