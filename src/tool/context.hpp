#pragma once

#include <string>

#include "modelreg/identity.hpp"
#include "modelreg/options.hpp"
#include "modelreg/registry.hpp"

namespace modelreg::tool {

/// Where a command works, for whom, and how it answers.
struct Context {
  std::string database = {};  ///< Empty: the user's own.
  std::string account = "local";
  std::string user = {};  ///< Empty: the login name.
  bool json = false;
  Trust trust = Trust::owner;

  /// The registry, which must be there already, for reading. It is opened for writing where a half
  /// change must be taken back or an older registry brought up to date before it can be read.
  [[nodiscard]] Registry reader() const;
  /// The registry, which must be there already.
  [[nodiscard]] Registry registry() const;
  /// The registry, which is made if it is missing.
  [[nodiscard]] Registry new_registry() const;
  /// A session in the registry, which must be there already.
  [[nodiscard]] Session reading_session() const;
  [[nodiscard]] Session session() const;
  /// A session in the registry, which is made if it is missing.
  [[nodiscard]] Session session_in_new_registry() const;

  [[nodiscard]] Identity identity() const;
  /// The registry's file.
  [[nodiscard]] std::filesystem::path path() const;

 private:
  [[nodiscard]] Registry open(Options options) const;
};

}  // namespace modelreg::tool
