#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace modelreg::test {

/// The files of a folder: their bytes by their names.
using Files = std::map<std::string, std::string>;

/// One thing that was done to the files of a folder, or a mark between two of them.
struct Event {
  enum class Kind : std::uint8_t {
    create = 1,      ///< The file came to be.
    remove,          ///< The file went.
    write,           ///< `bytes` were written from `offset` on.
    truncate,        ///< The file was cut to `offset` bytes.
    sync,            ///< The file's bytes are on the disk.
    sync_directory,  ///< What came and went in the folder is on the disk.
    acknowledged,    ///< The program was told that a change is stored.
  };

  Kind kind;
  bool is_full = false;  ///< A sync through the disk's own cache, where the system can.
  std::string file = {};
  std::size_t offset = 0;
  std::string bytes = {};
};

/// SQLite's file system, which writes down everything that changes a file. One in a process, as its
/// default.
class RecordingFileSystem {
 public:
  static void install();

  /// Write down what happens from now on in a folder where `known` files are.
  static void start(const Files& known);
  static void acknowledge();
  /// Everything since `start`.
  static std::vector<Event> stop();
};

/// What becomes of that which was done but not yet synced when the power fails.
enum class Unsynced : std::uint8_t {
  lost = 1,   ///< Nothing of it reaches the disk.
  kept,       ///< All of it does.
  by_sector,  ///< Of a write, some sectors of 512 bytes do, by chance.
  by_event,   ///< Some writes do and others do not, whatever their order.
};

/// The files that a disk may hold if the power fails before event number `failure` of `events`, and
/// `before` was on it at the start. A disk keeps what was synced; a sector is written as a whole.
[[nodiscard]] Files after_power_failure(const Files& before, const std::vector<Event>& events,
                                        std::size_t failure, Unsynced unsynced,
                                        std::mt19937& chance);

}  // namespace modelreg::test
