#include "workload.hpp"

#include <atomic>

namespace modelreg::bench {

void use(const std::string& text) {
  static std::atomic<const char*> last;
  last.store(text.data(), std::memory_order_relaxed);
}

}  // namespace modelreg::bench
