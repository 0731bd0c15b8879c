#pragma once

#include <string>

namespace modelreg {

/// One user acting in one account. Both are opaque, 1 to 255 bytes of UTF-8 without NUL.
struct Identity {
  std::string account_id = {};
  std::string user_id = {};

  bool operator==(const Identity&) const = default;
};

}  // namespace modelreg
