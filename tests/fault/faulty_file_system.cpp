#include "fault/faulty_file_system.hpp"

#include <sqlite3.h>

#include <utility>

#include "shim_file.hpp"

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

using File = ShimFile<>;
using Methods = sqlite3_io_methods;

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  if (!fails(true)) return File::pass(&Methods::xWrite, file, bytes, count, offset);
  if (plan.fault == Fault::torn) {
    (void)File::pass(&Methods::xWrite, file, bytes, count / 2, offset);
  }
  return plan.fault == Fault::disk_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

Methods failing_methods() {
  Methods methods = File::passing_methods();
  methods.xRead = [](sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
    return fails(false) ? SQLITE_IOERR_READ
                        : File::pass(&Methods::xRead, file, bytes, count, offset);
  };
  methods.xWrite = write;
  methods.xTruncate = [](sqlite3_file* file, sqlite3_int64 size) {
    return fails(false) ? SQLITE_IOERR_TRUNCATE : File::pass(&Methods::xTruncate, file, size);
  };
  methods.xSync = [](sqlite3_file* file, int flags) {
    return fails(false) ? SQLITE_IOERR_FSYNC : File::pass(&Methods::xSync, file, flags);
  };
  methods.xFileSize = [](sqlite3_file* file, sqlite3_int64* size) {
    return fails(false) ? SQLITE_IOERR_FSTAT : File::pass(&Methods::xFileSize, file, size);
  };
  methods.xLock = [](sqlite3_file* file, int lock) {
    return fails(false) ? SQLITE_IOERR_LOCK : File::pass(&Methods::xLock, file, lock);
  };
  methods.xCheckReservedLock = [](sqlite3_file* file, int* result) {
    return fails(false) ? SQLITE_IOERR_CHECKRESERVEDLOCK
                        : File::pass(&Methods::xCheckReservedLock, file, result);
  };
  // What was locked or mapped can always be given back.
  methods.xShmMap = [](sqlite3_file* file, int page, int size, int extend, volatile void** memory) {
    return fails(false) ? SQLITE_IOERR_SHMMAP
                        : File::pass(&Methods::xShmMap, file, page, size, extend, memory);
  };
  methods.xShmLock = [](sqlite3_file* file, int offset, int count, int flags) {
    const bool locks = (flags & SQLITE_SHM_LOCK) != 0;
    return locks && fails(false) ? SQLITE_IOERR_SHMLOCK
                                 : File::pass(&Methods::xShmLock, file, offset, count, flags);
  };
  return methods;
}

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  static const Methods methods = failing_methods();
  file->pMethods = nullptr;
  if (fails(false)) return SQLITE_CANTOPEN;
  return File::open_real(real_system, name, file, flags, flags_out, methods);
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
  static sqlite3_vfs system = File::system_over(*real_system, "faulty");
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
