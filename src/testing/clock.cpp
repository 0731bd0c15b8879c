#include "testing/clock.hpp"

#include <array>
#include <cstdio>

namespace modelreg::testing {
namespace {

constexpr std::uint64_t last_12_digits = 0xFFFF'FFFF'FFFF;
constexpr std::uint64_t ids_of_12_digits = 1'000'000'000'000;

/// A UUID of version 4 and variant 1 with those bits.
std::string uuid(std::uint64_t high, std::uint64_t low) {
  std::array<char, 37> text{};
  (void)std::snprintf(text.data(), text.size(), "%08llx-%04llx-4%03llx-%04llx-%012llx",
                      static_cast<unsigned long long>(high >> 32U),
                      static_cast<unsigned long long>((high >> 16U) & 0xFFFFU),
                      static_cast<unsigned long long>(high & 0xFFFU),
                      static_cast<unsigned long long>(0x8000U | ((low >> 48U) & 0x3FFFU)),
                      static_cast<unsigned long long>(low & last_12_digits));
  return text.data();
}

/// Decimal, as people count.
std::string counted(std::uint64_t number) {
  std::array<char, 37> text{};
  (void)std::snprintf(text.data(), text.size(), "00000000-0000-4000-8000-%012llu",
                      static_cast<unsigned long long>(number % ids_of_12_digits));
  return text.data();
}

}  // namespace

std::string Ids::next() {
  const std::lock_guard lock(mutex_);
  ++made_;
  if (!seed_) return counted(made_);
  const std::uint64_t high = random_();
  return uuid(high, random_());
}

std::uint64_t Ids::made() const {
  const std::lock_guard lock(mutex_);
  return made_;
}

void Ids::restart(std::uint64_t made) {
  const std::lock_guard lock(mutex_);
  made_ = made;
  random_.seed(seed_.value_or(0));
  random_.discard(2 * made);
}

}  // namespace modelreg::testing
