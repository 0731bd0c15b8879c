#pragma once

#include <optional>
#include <string>

#include "modelreg/timestamp.hpp"

namespace modelreg {

/// An API key as the registry knows it: whose it is, and nothing from which it could be made again.
struct ApiKey {
  std::string id = {};          ///< Names the key, in lists and to revoke it. No secret.
  std::string account_id = {};  ///< The one account in which the key acts.
  std::string user_id = {};     ///< The user as whom it acts.
  std::string label = {};       ///< What it is for; may be empty. At most 1024 characters.
  Timestamp created_at = {};
  std::optional<Timestamp> revoked_at = {};  ///< Since when it is refused.

  bool operator==(const ApiKey&) const = default;
};

/// An API key that was just made, with its secret, which is shown this once.
struct NewApiKey {
  std::string id = {};
  std::string secret = {};  ///< `modelreg_`, the id, `_` and 32 random bytes in base64url.
  std::string account_id = {};
  std::string user_id = {};
  std::string label = {};
};

}  // namespace modelreg
