#pragma once

#include <string>

namespace modelreg::storage {

class Connection;

/// A copy of a registry as it is before it becomes one of a newer schema, in a file of its own
/// beside the registry's: `PATH.before-v4`, with a number after it if that name is taken. It has
/// mode 0600 and is removed again unless it is kept.
class MigrationCopy {
 public:
  /// Make the copy, whole and on the disk. `connection` has begun a change, and made none, so
  /// nobody else changes the file or makes such a copy; `version` is the schema that the registry
  /// will have. Throws: `storage` if the copy cannot be made.
  MigrationCopy(Connection& connection, int version);
  ~MigrationCopy();

  MigrationCopy(const MigrationCopy&) = delete;
  MigrationCopy& operator=(const MigrationCopy&) = delete;

  void keep() noexcept { kept_ = true; }

 private:
  std::string name_;
  bool kept_ = false;
};

}  // namespace modelreg::storage
