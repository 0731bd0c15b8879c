#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "modelreg/timestamp.hpp"

namespace modelreg {

/// What an acknowledged change survives.
enum class Durability : std::uint8_t {
  full = 1,  ///< A crash of the program and of the machine.
  none,      ///< A crash of the program; after one of the machine the file may be damaged.
};

/// Where SQLite keeps what it needs to take a half change back.
enum class Journal : std::uint8_t {
  /// Beside the file while a change is made. Readers wait while one is written to the file, at its
  /// commit: 2 to 4 ms for each MB on a common disk. Until then a change is kept in memory, which
  /// takes about as much as it adds to the file. What is more than 1 GiB is written before the
  /// commit, and readers wait from then on.
  rollback = 1,
  /// A write-ahead log, `PATH-wal`: readers never wait. It needs a SQLite whose log is
  /// sound, 3.51.3
  /// or newer (or 3.50.7, 3.44.6 and what followed there); an older one can damage the file, and so
  /// is refused with `storage`. Every program that has the file open must have such a SQLite, the
  /// folder must be one that readers may write to, and no network file system.
  wal,
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
  bool read_only = false;                          ///< Every change is refused with `storage`.
  std::chrono::milliseconds busy_timeout{30'000};  ///< How long to wait for other writers; 0: not.
  Durability durability = Durability::full;
  /// Which journal the file has from now on, for everybody; a reader takes the file as it is. A
  /// file with a write-ahead log gets a rollback journal again as soon as nobody else has it open;
  /// until then the log is used, or, where SQLite's is not sound, opening it is refused with
  /// `busy`.
  Journal journal = Journal::rollback;
  Verify verify = Verify::none;
  std::function<Timestamp()> now = {};       ///< The clock; the system's if empty.
  std::function<std::string()> new_id = {};  ///< Makes ids; random UUIDs (version 4) if empty.
};

}  // namespace modelreg
