#pragma once

#include <filesystem>
#include <memory>

#include "modelreg/identity.hpp"
#include "modelreg/options.hpp"
#include "modelreg/session.hpp"

namespace modelreg {

namespace storage {
class Store;
}

/// A registry of models kept in one SQLite database.
///
///     auto registry = Registry::in_memory();
///     auto session = registry.session({.account_id = "acme", .user_id = "ada"});
///     auto group = session.create_model_group({.name = "summarisers"});
///
/// Each call is atomic: it happens in full, or it throws an `Error` and changes nothing.
/// Any call may throw `busy` or `storage`; what else it throws is said where it is declared.
/// Records are returned by value and stay valid after the registry is gone.
///
/// Thread safety: a registry may be used from any number of threads. Any number of registries, in
/// any number of processes, may be open on one file. A registry must not be used in the child of
/// a `fork()`.
class Registry {
 public:
  /// Open the registry stored at `path` and bring its schema up to date.
  ///
  /// `path` names a regular file in an existing directory, owned by the user (or root), without
  /// further hard links and not writable by others; a missing one is made with mode 0600. The
  /// program must not open that file by any other means while the registry is open: closing it
  /// would drop SQLite's locks.
  /// Throws: `invalid_argument` if `path` may not be a registry's; `not_found` if it is missing and
  /// may not be created; `schema_mismatch` if the file is no registry or is newer than this
  /// library, and then the file is left as it was; `storage` if `Options::verify` finds damage.
  [[nodiscard]] static Registry open(const std::filesystem::path& path, Options options = {});

  /// Make an empty registry that lives in memory, as long as it or one of its sessions does.
  /// Of the options, those about files mean nothing here.
  [[nodiscard]] static Registry in_memory(Options options = {});

  Registry(Registry&&) noexcept;
  Registry& operator=(Registry&&) noexcept;
  ~Registry();

  /// Act as `identity`, who is trusted: a caller in this process. The account need not exist; its
  /// first record makes it. The database stays open until the last session is gone, too.
  /// Throws: `invalid_argument` if an id of `identity` is empty, too long or no UTF-8.
  [[nodiscard]] Session session(Identity identity);

 private:
  explicit Registry(std::shared_ptr<storage::Store> store);

  std::shared_ptr<storage::Store> store_;
};

}  // namespace modelreg
