#pragma once

#include <cstdint>
#include <cstring>

/// Eight bytes of text at a time, as one number: most text is plain, and finding that out byte by
/// byte costs more than all else that is done with it.
namespace modelreg {

using ByteWord = std::uint64_t;

[[nodiscard]] inline ByteWord load_word(const char* bytes) {
  ByteWord word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  return word;
}

/// A word whose eight bytes are all `byte`.
[[nodiscard]] constexpr ByteWord repeated(unsigned char byte) { return 0x0101010101010101U * byte; }

/// Not zero if a byte of `word` is less than `limit`, which is at most 0x80.
[[nodiscard]] constexpr ByteWord has_less(ByteWord word, unsigned char limit) {
  return (word - repeated(limit)) & ~word & repeated(0x80);
}

/// Not zero if a byte of `word` is `byte`.
[[nodiscard]] constexpr ByteWord has_byte(ByteWord word, unsigned char byte) {
  return has_less(word ^ repeated(byte), 1);
}

/// Not zero if a byte of `word` is no ASCII.
[[nodiscard]] constexpr ByteWord has_high(ByteWord word) { return word & repeated(0x80); }

}  // namespace modelreg
