#pragma once

#include <cstdint>

namespace modelreg::test {

/// Whose memory runs out.
enum class Heap : std::uint8_t { sqlite = 1, program };

/// Memory with a switch: from `fail` on, the allocations of one heap are counted, and one of them
/// fails, or that and every later one. The program's heap is `operator new`.
class FaultyMemory {
 public:
  /// To be called before SQLite is used for the first time.
  static void install();

  static void fail(Heap heap, long number, bool from_then) noexcept;
  /// Let the program's heap work again, until the test looks at what its calls came to.
  static void spare_program() noexcept;
  /// Let everything work again. Returns whether an allocation has failed.
  static bool heal() noexcept;
};

/// Whether the allocation that `operator new` is about to make is to fail.
[[nodiscard]] bool program_memory_fails() noexcept;

}  // namespace modelreg::test
