#include "fault/faulty_file_system.hpp"

#include <sqlite3.h>

#include <utility>

namespace modelreg::test {
namespace {

struct Plan {
  bool armed = false;
  long calls = 0;
  long failing = 0;
  Fault fault = Fault::once;
  bool has_failed = false;
};

Plan plan;
sqlite3_vfs* real_system = nullptr;

/// Whether the call that comes `later` than the one that is to fail fails like it.
bool fails_too(Fault fault, long later) {
  switch (fault) {
    case Fault::once:
    case Fault::torn:
      return later == 0;
    case Fault::thrice:
      return later < 3;
    case Fault::flaky:
      return later % 2 == 0;
    case Fault::from_then:
    case Fault::disk_full:
      break;
  }
  return true;
}

/// Whether this call is to fail.
bool fails(bool is_write) {
  if (!plan.armed) return false;
  const bool only_writes = plan.fault == Fault::torn || plan.fault == Fault::disk_full;
  if (only_writes && !is_write) return false;
  ++plan.calls;
  const bool hit = plan.calls >= plan.failing && fails_too(plan.fault, plan.calls - plan.failing);
  plan.has_failed |= hit;
  return hit;
}

/// A file as SQLite sees it; behind it, in the same memory, the real one.
struct File {
  sqlite3_file base;
};

sqlite3_file* real(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<File*>(file) + 1);
}

template <class... Parameters, class... Arguments>
int pass(int (*sqlite3_io_methods::*method)(sqlite3_file*, Parameters...), sqlite3_file* file,
         Arguments... arguments) {
  return (real(file)->pMethods->*method)(real(file), arguments...);
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  if (!fails(true)) return pass(&sqlite3_io_methods::xWrite, file, bytes, count, offset);
  if (plan.fault == Fault::torn) {
    (void)pass(&sqlite3_io_methods::xWrite, file, bytes, count / 2, offset);
  }
  return plan.fault == Fault::disk_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose =
        [](sqlite3_file* file) {
          return real(file)->pMethods == nullptr ? SQLITE_OK
                                                 : pass(&sqlite3_io_methods::xClose, file);
        },
    .xRead =
        [](sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
          return fails(false) ? SQLITE_IOERR_READ
                              : pass(&sqlite3_io_methods::xRead, file, bytes, count, offset);
        },
    .xWrite = write,
    .xTruncate =
        [](sqlite3_file* file, sqlite3_int64 size) {
          return fails(false) ? SQLITE_IOERR_TRUNCATE
                              : pass(&sqlite3_io_methods::xTruncate, file, size);
        },
    .xSync =
        [](sqlite3_file* file, int flags) {
          return fails(false) ? SQLITE_IOERR_FSYNC : pass(&sqlite3_io_methods::xSync, file, flags);
        },
    .xFileSize =
        [](sqlite3_file* file, sqlite3_int64* size) {
          return fails(false) ? SQLITE_IOERR_FSTAT
                              : pass(&sqlite3_io_methods::xFileSize, file, size);
        },
    .xLock =
        [](sqlite3_file* file, int lock) {
          return fails(false) ? SQLITE_IOERR_LOCK : pass(&sqlite3_io_methods::xLock, file, lock);
        },
    .xUnlock = [](sqlite3_file* file,
                  int lock) { return pass(&sqlite3_io_methods::xUnlock, file, lock); },
    .xCheckReservedLock =
        [](sqlite3_file* file, int* result) {
          return fails(false) ? SQLITE_IOERR_CHECKRESERVEDLOCK
                              : pass(&sqlite3_io_methods::xCheckReservedLock, file, result);
        },
    .xFileControl =
        [](sqlite3_file* file, int operation, void* argument) {
          return pass(&sqlite3_io_methods::xFileControl, file, operation, argument);
        },
    .xSectorSize = [](sqlite3_file* file) { return pass(&sqlite3_io_methods::xSectorSize, file); },
    .xDeviceCharacteristics =
        [](sqlite3_file* file) { return pass(&sqlite3_io_methods::xDeviceCharacteristics, file); },
};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  file->pMethods = nullptr;
  real(file)->pMethods = nullptr;
  if (fails(false)) return SQLITE_CANTOPEN;
  const int code = real_system->xOpen(real_system, name, real(file), flags, flags_out);
  // Also after an error: SQLite closes what has methods, and the real file may need it.
  if (real(file)->pMethods != nullptr) file->pMethods = &methods;
  return code;
}

int remove(sqlite3_vfs*, const char* name, int sync_directory) {
  return fails(false) ? SQLITE_IOERR_DELETE
                      : real_system->xDelete(real_system, name, sync_directory);
}

int access(sqlite3_vfs*, const char* name, int flags, int* result) {
  return fails(false) ? SQLITE_IOERR_ACCESS
                      : real_system->xAccess(real_system, name, flags, result);
}

int full_name(sqlite3_vfs*, const char* name, int size, char* out) {
  return fails(false) ? SQLITE_CANTOPEN : real_system->xFullPathname(real_system, name, size, out);
}

}  // namespace

void FaultyFileSystem::install() {
  real_system = sqlite3_vfs_find(nullptr);
  static sqlite3_vfs system = *real_system;
  system.zName = "faulty";
  system.szOsFile = static_cast<int>(sizeof(File)) + real_system->szOsFile;
  system.xOpen = open;
  system.xDelete = remove;
  system.xAccess = access;
  system.xFullPathname = full_name;
  sqlite3_vfs_register(&system, 1);
}

void FaultyFileSystem::fail(long number, Fault fault) noexcept {
  plan = {.armed = true, .failing = number, .fault = fault};
}

bool FaultyFileSystem::heal() noexcept { return std::exchange(plan, {}).has_failed; }

}  // namespace modelreg::test
