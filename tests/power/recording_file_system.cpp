#include "power/recording_file_system.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <set>
#include <utility>

namespace modelreg::test {
namespace {

using Kind = Event::Kind;

constexpr std::size_t sector = 512;

struct Recording {
  bool on = false;
  std::set<std::string> known;  // the files that there are
  std::vector<Event> events;
};

Recording recording;
sqlite3_vfs* real_system = nullptr;

/// A file as SQLite sees it; behind it, in the same memory, the real one.
struct File {
  sqlite3_file base;
  const char* path;
  bool syncs_directory;  // at its next sync
};

File& own(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(&own(file) + 1); }

std::string leaf(const char* path) {
  const std::string text(path);
  return text.substr(text.rfind('/') + 1);
}

/// Write the event down, if it succeeded. A file without a name is nobody's after a power failure.
int record(int code, const char* path, Event event) {
  if (code != SQLITE_OK || !recording.on || path == nullptr) return code;
  event.file = leaf(path);
  recording.events.push_back(std::move(event));
  return code;
}

template <class... Parameters, class... Arguments>
int pass(int (*sqlite3_io_methods::*method)(sqlite3_file*, Parameters...), sqlite3_file* file,
         Arguments... arguments) {
  return (real(file)->pMethods->*method)(real(file), arguments...);
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  return record(
      pass(&sqlite3_io_methods::xWrite, file, bytes, count, offset), own(file).path,
      {.kind = Kind::write,
       .offset = static_cast<std::size_t>(offset),
       .bytes = std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(count))});
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  return record(pass(&sqlite3_io_methods::xTruncate, file, size), own(file).path,
                {.kind = Kind::truncate, .offset = static_cast<std::size_t>(size)});
}

/// SQLite's own file system syncs the folder with the first sync of a journal that it may have
/// made.
int sync(sqlite3_file* file, int flags) {
  const int code =
      record(pass(&sqlite3_io_methods::xSync, file, flags), own(file).path, {.kind = Kind::sync});
  if (code != SQLITE_OK || !std::exchange(own(file).syncs_directory, false)) return code;
  return record(code, own(file).path, {.kind = Kind::sync_directory});
}

const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = [](sqlite3_file* file) { return pass(&sqlite3_io_methods::xClose, file); },
    .xRead =
        [](sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
          return pass(&sqlite3_io_methods::xRead, file, bytes, count, offset);
        },
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize =
        [](sqlite3_file* file, sqlite3_int64* size) {
          return pass(&sqlite3_io_methods::xFileSize, file, size);
        },
    .xLock = [](sqlite3_file* file,
                int lock) { return pass(&sqlite3_io_methods::xLock, file, lock); },
    .xUnlock = [](sqlite3_file* file,
                  int lock) { return pass(&sqlite3_io_methods::xUnlock, file, lock); },
    .xCheckReservedLock =
        [](sqlite3_file* file, int* result) {
          return pass(&sqlite3_io_methods::xCheckReservedLock, file, result);
        },
    .xFileControl =
        [](sqlite3_file* file, int operation, void* argument) {
          return pass(&sqlite3_io_methods::xFileControl, file, operation, argument);
        },
    .xSectorSize = [](sqlite3_file* file) { return pass(&sqlite3_io_methods::xSectorSize, file); },
    .xDeviceCharacteristics =
        [](sqlite3_file* file) { return pass(&sqlite3_io_methods::xDeviceCharacteristics, file); },
};

int open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* flags_out) {
  constexpr int journals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL | SQLITE_OPEN_SUPER_JOURNAL;
  const bool makes_journal = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & journals) != 0;
  own(file) = {.base = {.pMethods = nullptr}, .path = path, .syncs_directory = makes_journal};
  const int code = real_system->xOpen(real_system, path, real(file), flags, flags_out);
  if (real(file)->pMethods != nullptr) file->pMethods = &methods;
  if (path == nullptr || !recording.on || !recording.known.insert(leaf(path)).second) return code;
  return record(code, path, {.kind = Kind::create});
}

int remove(sqlite3_vfs*, const char* path, int sync_directory) {
  const int code =
      record(real_system->xDelete(real_system, path, sync_directory), path, {.kind = Kind::remove});
  recording.known.erase(leaf(path));
  if (sync_directory == 0) return code;
  return record(code, path, {.kind = Kind::sync_directory});
}

/// A file on its way to the disk.
struct Pending {
  bool exists = false;      // on the disk
  bool will_exist = false;  // once the folder is synced
  std::string synced = {};  // bytes
  std::vector<const Event*> unsynced = {};
};

void apply(std::string& bytes, const Event& event, std::size_t from, std::size_t to) {
  if (event.kind == Kind::truncate) {
    bytes.resize(event.offset);
    return;
  }
  bytes.resize(std::max(bytes.size(), event.offset + to));
  bytes.replace(event.offset + from, to - from, event.bytes, from, to - from);
}

void apply_whole(std::string& bytes, const Event& event) {
  apply(bytes, event, 0, event.bytes.size());
}

void happen(std::map<std::string, Pending>& disk, const Event& event) {
  Pending& file = disk[event.file];
  switch (event.kind) {
    case Kind::create:  // a new file, though one of that name may have been there
      file = {.exists = file.exists, .will_exist = true};
      break;
    case Kind::remove:
      file.will_exist = false;
      break;
    case Kind::write:
    case Kind::truncate:
      file.unsynced.push_back(&event);
      break;
    case Kind::sync:
      for (const auto* const change : file.unsynced) apply_whole(file.synced, *change);
      file.unsynced.clear();
      break;
    case Kind::sync_directory:
      for (auto& [name, entry] : disk) {
        if (entry.exists && !entry.will_exist) entry = {};
        entry.exists = entry.will_exist;
      }
      break;
    case Kind::acknowledged:
      break;
  }
}

bool coin(std::mt19937& chance) { return (chance() & 1U) != 0; }

bool reaches_disk(Unsynced unsynced, std::mt19937& chance) {
  if (unsynced == Unsynced::lost) return false;
  return unsynced == Unsynced::kept || coin(chance);
}

void apply_by_chance(std::string& bytes, const Event& event, Unsynced unsynced,
                     std::mt19937& chance) {
  if (unsynced != Unsynced::by_sector || event.kind == Kind::truncate) {
    if (reaches_disk(unsynced, chance)) apply_whole(bytes, event);
    return;
  }
  for (std::size_t from = 0; from < event.bytes.size(); from += sector) {
    if (coin(chance)) apply(bytes, event, from, std::min(from + sector, event.bytes.size()));
  }
}

}  // namespace

void RecordingFileSystem::install() {
  real_system = sqlite3_vfs_find(nullptr);
  static sqlite3_vfs system = *real_system;
  system.zName = "recording";
  system.szOsFile = static_cast<int>(sizeof(File)) + real_system->szOsFile;
  system.xOpen = open;
  system.xDelete = remove;
  sqlite3_vfs_register(&system, 1);
}

void RecordingFileSystem::start(const Files& known) {
  recording = {.on = true};
  for (const auto& [name, bytes] : known) recording.known.insert(name);
}

void RecordingFileSystem::acknowledge() {
  recording.events.push_back({.kind = Kind::acknowledged});
}

std::vector<Event> RecordingFileSystem::stop() {
  return std::move(std::exchange(recording, {}).events);
}

Files after_power_failure(const Files& before, const std::vector<Event>& events,
                          std::size_t failure, Unsynced unsynced, std::mt19937& chance) {
  std::map<std::string, Pending> disk;
  for (const auto& [name, bytes] : before) {
    disk[name] = {.exists = true, .will_exist = true, .synced = bytes};
  }
  for (std::size_t i = 0; i < failure; ++i) {
    if (events[i].kind != Kind::acknowledged) happen(disk, events[i]);
  }
  Files files;
  for (const auto& [name, file] : disk) {
    const bool settled = file.exists == file.will_exist;
    const bool exists = settled || !reaches_disk(unsynced, chance) ? file.exists : file.will_exist;
    if (!exists) continue;
    std::string bytes = file.synced;
    for (const auto* const event : file.unsynced) {
      apply_by_chance(bytes, *event, unsynced, chance);
    }
    files[name] = std::move(bytes);
  }
  return files;
}

}  // namespace modelreg::test
