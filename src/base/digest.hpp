#pragma once

#include <array>
#include <string_view>

namespace modelreg::base {

/// A BLAKE2b digest of 32 bytes.
using Digest = std::array<unsigned char, 32>;

[[nodiscard]] Digest digest_of(std::string_view text);

/// Whether two digests are the same. How long it takes does not tell where they differ.
[[nodiscard]] bool is_same(const Digest& left, const Digest& right) noexcept;

/// Make libsodium ready, which it must be before its random numbers are used.
/// Throws: `storage` if the system has no source of them.
void require_sodium();

}  // namespace modelreg::base
