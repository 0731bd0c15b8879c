#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "modelreg/api_key.hpp"
#include "modelreg/change_notice.hpp"
#include "modelreg/check_report.hpp"
#include "modelreg/export.hpp"
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
/// If another program migrates the file to a newer version or changes its tables, the next call
/// throws `schema_mismatch`; what another program stores in it is seen by the next call.
///
/// Thread safety: a registry may be used from any number of threads. Any number of registries, in
/// any number of processes, may be open on one file. One that was moved from may only be assigned
/// to or destroyed; its sessions go on.
///
/// A process may be forked at any time, from within a transaction, too: `fork()` waits until no
/// thread is in the middle of work on a file, which takes milliseconds. In the child, a registry
/// that was opened before refuses every call with `storage` and leaves the file alone, and so does
/// the end of a transaction or snapshot in which the fork happened; open another. As POSIX says,
/// the child of a process with several threads had better begin another program: what is promised
/// here is promised of this library alone.
class MODELREG_EXPORT Registry {
 public:
  /// Open the registry stored at `path` and bring its schema up to date.
  ///
  /// `path` names a regular file in an existing directory, one that `Options::trust` allows; a
  /// missing one is made with mode 0600. The program must not open that file by any other means
  /// while the registry is open: closing it would drop SQLite's locks.
  /// Throws: `invalid_argument` if `path` may not be a registry's; `not_found` if it is missing and
  /// may not be created; `schema_mismatch` if the file is no registry, is newer than this library,
  /// is older and may not be migrated, or has tables or indexes other than this library makes, and
  /// then the file is left as it was; `storage` if `Options::verify` finds damage.
  [[nodiscard]] static Registry open(const std::filesystem::path& path, Options options = {});

  /// Make an empty registry that lives in memory, as long as it or one of its sessions does.
  /// Of the options, those about files mean nothing here.
  [[nodiscard]] static Registry in_memory(Options options = {});

  Registry(Registry&&) noexcept;
  Registry& operator=(Registry&&) noexcept;
  ~Registry();

  /// The options it was opened with.
  [[nodiscard]] const Options& options() const noexcept;

  /// Act as `identity`, who is trusted: a caller in this process. The account need not exist; its
  /// first record makes it. The database stays open until the last session is gone, too.
  /// Throws: `invalid_argument` if an id of `identity` is empty, too long or no UTF-8.
  [[nodiscard]] Session session(Identity identity);

  /// Act as whoever holds this API key.
  /// Throws: `unauthenticated`, in the same words, if the key is malformed, unknown or revoked.
  [[nodiscard]] Session authenticate(std::string_view api_key) const;

  /// Make an API key with which `identity` can act. The database keeps a digest of it alone, so the
  /// secret in the answer cannot be shown again.
  /// Throws: `invalid_argument`.
  [[nodiscard]] NewApiKey create_api_key(const Identity& identity, std::string label = {});
  /// Every key of every account, those that are revoked included, in order of creation.
  [[nodiscard]] std::vector<ApiKey> list_api_keys() const;
  /// Refuse the key from now on. Revoking it again changes nothing.
  /// Throws: `not_found`.
  void revoke_api_key(std::string_view key_id);

  /// Give the room of what was deleted back to the file system, and leave none of its text in the
  /// file: delete the schemas that no instance has any more, and write the file anew. No record
  /// changes. Nobody else can use the file meanwhile; beside it and in the folder for temporary
  /// files it takes the room of another copy each. A failure leaves the file as it was or without
  /// those schemas.
  /// Throws: `invalid_argument` if this thread is in a transaction.
  void compact();

  /// Called now and then with about how many rows were looked at, and how many there are.
  using CheckProgress = std::function<void(std::size_t rows, std::size_t all_rows)>;

  /// Look for damage in the whole database: about 10 s per million instances. SQLite notices
  /// structural damage; a bit that was flipped within a text is none. Others, of this process too,
  /// can read the registry meanwhile and must wait to change it. `progress` may read the registry,
  /// too, and is refused changes with `invalid_argument`; what it throws is passed on.
  ///
  /// A registry in memory can only be used by one at a time: others wait for the end, and
  /// `progress` must not use it.
  /// Throws: `cancelled` if `stop` asks for it; `invalid_argument` if this thread is in a
  /// transaction.
  [[nodiscard]] CheckReport check(const CheckProgress& progress = {},
                                  const std::stop_token& stop = {}) const;

  /// Called now and then with how many pages are copied, and how many there are.
  using SnapshotProgress = std::function<void(std::size_t copied, std::size_t pages)>;

  /// Copy the whole registry, API keys included, to the new file `path` with mode 0600. The copy is
  /// the registry as it is at one moment, on the disk when this returns, and opened like any other.
  /// While it is made, others, of this process too, can read the registry and must wait to change
  /// it; with a registry in memory they wait for both. `progress` may read the registry; changing
  /// it from there is refused with `invalid_argument`. What `progress` throws is passed on; there
  /// is no file then, as after any failure.
  ///
  ///     registry.snapshot_to("models-backup.db");
  ///
  /// Throws: `cancelled` if `stop` asks for it; `invalid_argument` if `path` exists or may not be a
  /// registry's, or if this thread is in a transaction; `not_found` if its directory does not
  /// exist.
  void snapshot_to(const std::filesystem::path& path, const SnapshotProgress& progress = {},
                   const std::stop_token& stop = {}) const;

  /// Hold what `original` holds at one moment, API keys included, in place of what this registry in
  /// memory holds; its mark is gone. Sessions stay what they are. It is how a test or a trial gets
  /// content that took long to make: a hundred models are copied in a tenth of a millisecond.
  /// Should memory run out in the middle, this registry may be damaged, as `check` then says: make
  /// another.
  ///
  ///     auto trial = Registry::in_memory();
  ///     trial.copy_from(registry);
  ///
  /// Throws: `invalid_argument` if this registry is one of a file, or if this thread is in a
  /// transaction; `storage` if the pages of `original` have another size than SQLite's usual one.
  void copy_from(const Registry& original);

  /// Remember what this registry in memory holds, in place of an earlier mark, to come back to it.
  ///
  ///     trial.mark();
  ///     session.delete_model_group(group.id);
  ///     trial.rewind();  // the group is there again
  ///
  /// What was there before a change is kept in memory for as long as there is a mark. `compact`
  /// only deletes the unused schemas meanwhile. Should memory run out, SQLite may take back every
  /// change since the mark together with the call that fails.
  /// Throws: `invalid_argument` if this is a registry of a file, or if this thread is in a
  /// transaction.
  void mark();
  /// Take back every change since the mark, whoever made it, in time that depends on the changes
  /// alone. The mark stays, and sessions stay what they are.
  /// Throws: `invalid_argument` as `mark`, and if there is none.
  void rewind();

  /// Tell `subscriber` of every change that is committed by this registry object and its sessions,
  /// in order, after it and while nothing is locked: it may call the registry. It is called by the
  /// thread that made the change, before the call that made it returns, or by another one that was
  /// just telling of one. What it throws is dropped.
  ///
  ///     auto subscription = registry.subscribe([&](const ChangeNotice& notice) {
  ///       for (const auto& change : notice.records) changed.push_back(change.id);
  ///     });
  ///
  /// What others do with the file, `poll_changes` tells. Throws: `invalid_argument` if it is empty.
  [[nodiscard]] Subscription subscribe(Subscriber subscriber) const;

  /// Look whether another registry object, of this process or another one, has changed the file
  /// since the last look, and if so tell the subscribers that anything may have changed. For a
  /// timer of the program: it takes microseconds if there was nothing. It does not see API keys
  /// apart from records, and takes a `compact` of this object for a change, too.
  bool poll_changes() const;

 private:
  explicit Registry(std::shared_ptr<storage::Store> store);

  std::shared_ptr<storage::Store> store_;
};

}  // namespace modelreg
