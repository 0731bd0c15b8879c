#include <cstdlib>
#include <new>

#include "fault/faulty_memory.hpp"

/// The program's `operator new`, which fails when it is told to.

// Never inlined: gcc would hold the `free` in one against the `operator new` of its caller.
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (modelreg::test::program_memory_fails()) throw std::bad_alloc();
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new[](std::size_t size) { return operator new(size); }
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
