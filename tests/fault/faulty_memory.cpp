#include "fault/faulty_memory.hpp"

#include <sqlite3.h>

#include <utility>

namespace modelreg::test {
namespace {

struct Plan {
  bool armed = false;
  Heap heap = Heap::sqlite;
  long calls = 0;
  long failing = 0;
  bool from_then = false;
  bool has_failed = false;
};

Plan plan;
sqlite3_mem_methods real_methods;

bool fails(Heap heap) noexcept {
  if (!plan.armed || plan.heap != heap) return false;
  ++plan.calls;
  const bool hit = plan.calls == plan.failing || (plan.from_then && plan.calls > plan.failing);
  plan.has_failed |= hit;
  return hit;
}

}  // namespace

void FaultyMemory::install() {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_methods);
  static sqlite3_mem_methods methods = real_methods;
  methods.xMalloc = [](int size) -> void* {
    return fails(Heap::sqlite) ? nullptr : real_methods.xMalloc(size);
  };
  methods.xRealloc = [](void* memory, int size) -> void* {
    return fails(Heap::sqlite) ? nullptr : real_methods.xRealloc(memory, size);
  };
  sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

void FaultyMemory::fail(Heap heap, long number, bool from_then) noexcept {
  plan = {.armed = true, .heap = heap, .failing = number, .from_then = from_then};
}

void FaultyMemory::spare_program() noexcept {
  if (plan.heap == Heap::program) plan.armed = false;
}

bool FaultyMemory::heal() noexcept { return std::exchange(plan, {}).has_failed; }

bool program_memory_fails() noexcept { return fails(Heap::program); }

}  // namespace modelreg::test
