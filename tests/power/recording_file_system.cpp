#include "power/recording_file_system.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <set>
#include <utility>

#include "shim_file.hpp"

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

struct Opened {
  const char* path;
  bool syncs_directory;  // at its next sync
};
using File = ShimFile<Opened>;
using Methods = sqlite3_io_methods;

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

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  return record(
      File::pass(&Methods::xWrite, file, bytes, count, offset), File::own_of(file).path,
      {.kind = Kind::write,
       .offset = static_cast<std::size_t>(offset),
       .bytes = std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(count))});
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  return record(File::pass(&Methods::xTruncate, file, size), File::own_of(file).path,
                {.kind = Kind::truncate, .offset = static_cast<std::size_t>(size)});
}

/// SQLite's own file system syncs the folder with the first sync of a journal that it may have
/// made.
int sync(sqlite3_file* file, int flags) {
  const int code = record(File::pass(&Methods::xSync, file, flags), File::own_of(file).path,
                          {.kind = Kind::sync, .is_full = (flags & 0x0f) == SQLITE_SYNC_FULL});
  if (code != SQLITE_OK || !std::exchange(File::own_of(file).syncs_directory, false)) return code;
  return record(code, File::own_of(file).path, {.kind = Kind::sync_directory});
}

Methods recording_methods() {
  Methods methods = File::passing_methods();
  methods.xWrite = write;
  methods.xTruncate = truncate;
  methods.xSync = sync;
  return methods;
}

int open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* flags_out) {
  static const Methods methods = recording_methods();
  constexpr int journals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL | SQLITE_OPEN_SUPER_JOURNAL;
  const bool makes_journal = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & journals) != 0;
  file->pMethods = nullptr;
  File::own_of(file) = {.path = path, .syncs_directory = makes_journal};
  const int code = File::open_real(real_system, path, file, flags, flags_out, methods);
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
  static sqlite3_vfs system = File::system_over(*real_system, "recording");
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
