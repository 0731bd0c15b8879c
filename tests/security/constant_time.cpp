#include <valgrind/memcheck.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <string_view>

#include "base/digest.hpp"

/// Compares the digest of an API key with a stored one, as the library does, or byte by byte
/// until they differ, with the secret part of the key marked as undefined: valgrind then reports
/// each branch that depends on it.
///
///     valgrind --error-exitcode=99 modelreg_constant_time [early]
int main(int argc, char** argv) {
  using modelreg::base::Digest;
  const bool stop_early = argc == 2 && std::string_view(argv[1]) == "early";
  if (RUNNING_ON_VALGRIND == 0 || argc > (stop_early ? 2 : 1)) {
    std::cerr << "usage: valgrind --error-exitcode=99 modelreg_constant_time [early]\n";
    return 2;
  }
  const std::string_view known = "modelreg_0123456789abcdef_";
  std::string key = std::string(known) + std::string(43, 's');
  const Digest stored = modelreg::base::digest_of("another key");
  (void)VALGRIND_MAKE_MEM_UNDEFINED(key.data() + known.size(), key.size() - known.size());

  const Digest digest = modelreg::base::digest_of(key);
  bool same =
      stop_early ? std::mismatch(digest.begin(), digest.end(), stored.begin()).first == digest.end()
                 : modelreg::base::is_same(digest, stored);

  (void)VALGRIND_MAKE_MEM_DEFINED(&same, sizeof same);  // the answer may be known
  return same ? 1 : 0;
}
