#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "modelreg/timestamp.hpp"

namespace modelreg {

struct SessionCall;

/// What an acknowledged change survives.
enum class Durability : std::uint8_t {
  full = 1,  ///< A crash of the program and of the machine.
  none,      ///< A crash of the program; after one of the machine the file may be damaged.
};

/// Where SQLite keeps what it needs to take a half change back.
enum class Journal : std::uint8_t {
  /// Beside the file while a change is made. Readers wait while one is written to the file, at its
  /// commit: 2 to 4 ms for each MB on a common disk. Until then a change is kept in memory, which
  /// takes about as much as it adds to the file. What is more than `Options::change_memory` is
  /// written before the commit, and readers wait from then on.
  rollback = 1,
  /// A write-ahead log, `PATH-wal`: readers never wait. It needs a SQLite whose log is
  /// sound, 3.51.3
  /// or newer (or 3.50.7, 3.44.6 and what followed there); an older one can damage the file, and so
  /// is refused with `storage`. Every program that has the file open must have such a SQLite, the
  /// folder must be one that readers may write to, and no network file system.
  wal,
};

/// Whose file may be opened for writing.
///
/// Under either, a reader (`Options::read_only`) needs no more than a regular file, possibly behind
/// a link. What SQLite keeps beside a file (`PATH-journal`, `PATH-wal`, `PATH-shm`) becomes part of
/// it when it is next opened, so it is looked at first: it must be a regular file of the file's
/// owner, the user or root, and writable by nobody more than the file is. What one of them put
/// there is taken: it looks like what a program leaves that dies. But a log beside a file that
/// keeps none is from elsewhere, whoever put it there, and is refused with `storage`.
enum class Trust : std::uint8_t {
  /// The user's own, or root's: a regular file without further hard links that nobody else may
  /// write to, in a directory that not everybody may write to.
  owner = 1,
  /// Any regular file: a link is followed when it is opened; owner, mode and hard links are not
  /// looked at, neither those of the file nor of what is beside it. For files that others share or
  /// that a tool keeps, and for folders where modes mean nothing. Whoever may write to one of them
  /// decides what the registry holds.
  any,
};

/// How much of a file is checked for damage while it is opened.
enum class Verify : std::uint8_t {
  none = 1,  ///< The schema's version alone.
  quick,     ///< The structure of every page: about 3 s per million instances.
  full,      ///< Also every index, constraint and reference: about 10 s per million instances.
};

/// How a registry is opened and what it takes from its surroundings.
struct Options {
  bool create_if_missing = true;
  /// Every change is refused with `storage`. A file that cannot be locked, since it is on a
  /// read-only medium or in a folder that nobody may write to, is read without locks.
  bool read_only = false;
  Trust trust = Trust::owner;
  /// Whether a registry of an older schema is brought up to date when it is opened. A copy of it is
  /// made first, whole and on the disk: `PATH.before-v3` if the newest version is 3, or
  /// `PATH.before-v3.2` if that is taken. If not, such a registry is refused with
  /// `schema_mismatch`.
  bool migrate = true;
  std::chrono::milliseconds busy_timeout{30'000};  ///< How long to wait for other writers; 0: not.
  /// How long one statement that only reads may take before it is stopped, with `storage`; 0: as
  /// long as it takes. A page of 10,000 records takes some milliseconds, counting a million
  /// about 40.
  std::chrono::milliseconds longest_read{5'000};
  /// The same for a statement of a change, which is then taken back; 0: as long as it takes. To
  /// delete a group of a million instances takes seconds.
  std::chrono::milliseconds longest_change{0};
  /// How many bytes of a change are kept in memory before it is committed, at least 64 KiB. A
  /// bigger change is written to the file as it is made, and in the rollback journal nobody reads
  /// the file from then on until it is committed: less memory, and readers wait longer.
  std::uint64_t change_memory = std::uint64_t{1} << 30U;
  Durability durability = Durability::full;
  /// Which journal the file has from now on, for everybody; a reader takes the file as it is. A
  /// file with a write-ahead log gets a rollback journal again as soon as nobody else has it open;
  /// until then the log is used, or, where SQLite's is not sound, opening it is refused with
  /// `busy`.
  Journal journal = Journal::rollback;
  Verify verify = Verify::none;
  /// The clock; the system's if empty. This and `new_id` are called by one thread at a time, while
  /// the registry is locked: they may call it and must wait for no other thread that does. What
  /// they throw is passed on, whatever it is, and nothing is stored.
  std::function<Timestamp()> now = {};
  std::function<std::string()> new_id = {};  ///< Makes ids; random UUIDs (version 4) if empty.
  /// Runs every call of every session, if it is set: it is told of the call and runs `work`, once,
  /// or throws in its place, before or after, and that is passed on. For fixtures that let calls
  /// fail, and to see what is asked. Within a transaction each call is told of, not the transaction
  /// itself; what it asks of a registry itself is not. `handle` makes its calls by sessions, too.
  ///
  /// It is called by any thread that makes a call, by several at once.
  std::function<void(const SessionCall& call, const std::function<void()>& work)> around_call = {};
};

}  // namespace modelreg
