#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

/// Sixteen bytes of text at a time: most text is plain, and finding that out byte by byte costs
/// more than all else that is done with it.
namespace modelreg::base {

/// gcc and clang compute with all of its bytes at once. A comparison yields a block whose bytes are
/// all ones where it holds and zero where it does not.
using ByteBlock = unsigned char __attribute__((vector_size(16)));

[[nodiscard]] inline ByteBlock load_block(const char* bytes) {
  ByteBlock block;
  std::memcpy(&block, bytes, sizeof(block));
  return block;
}

/// As many bytes of `text` as a block holds, and if that is all, blanks behind them.
[[nodiscard]] inline ByteBlock load_last_block(std::string_view text) {
  ByteBlock block = ByteBlock{} + static_cast<unsigned char>(' ');
  std::memcpy(&block, text.data(), std::min(text.size(), sizeof(block)));
  return block;
}

/// What a comparison yielded, as two numbers.
template <class Compared>
[[nodiscard]] std::array<std::uint64_t, 2> halves_of(Compared compared) {
  static_assert(sizeof(Compared) == sizeof(ByteBlock));
  std::array<std::uint64_t, 2> halves;
  std::memcpy(halves.data(), &compared, sizeof(compared));
  return halves;
}

/// Whether a byte of what a comparison yielded is not zero.
template <class Compared>
[[nodiscard]] bool any(Compared compared) {
  const auto halves = halves_of(compared);
  return (halves[0] | halves[1]) != 0;
}

/// The place of the first byte of what a comparison yielded that is not zero; the size of a block
/// if there is none.
template <class Compared>
[[nodiscard]] std::size_t first(Compared compared) {
  constexpr std::size_t bits = 8;
  std::size_t place = 0;
  for (const std::uint64_t half : halves_of(compared)) {
    const int zeros = std::endian::native == std::endian::little ? std::countr_zero(half)
                                                                 : std::countl_zero(half);
    place += static_cast<std::size_t>(zeros) / bits;
    if (half != 0) break;
  }
  return place;
}

}  // namespace modelreg::base
