#include "base/digest.hpp"

#include <sodium.h>

#include "modelreg/error.hpp"

namespace modelreg::base {

Digest digest_of(std::string_view text) {
  require_sodium();
  Digest digest{};
  crypto_generichash(digest.data(), digest.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
  return digest;
}

bool is_same(const Digest& left, const Digest& right) noexcept {
  return sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

void require_sodium() {
  if (sodium_init() < 0) throw Error(ErrorCode::storage, "libsodium cannot be initialised");
}

}  // namespace modelreg::base
