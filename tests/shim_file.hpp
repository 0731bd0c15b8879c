#pragma once

#include <sqlite3.h>

namespace modelreg::test {

struct Nothing {};

/// A file as SQLite sees it, with something of our own beside it; behind it, in the same memory,
/// the real file. For file systems that do what the real one does and a little more.
template <class Own = Nothing>
struct ShimFile {
  sqlite3_file base;
  Own own;

  static Own& own_of(sqlite3_file* file) { return reinterpret_cast<ShimFile*>(file)->own; }
  static sqlite3_file* real(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<ShimFile*>(file) + 1);
  }

  /// Let the real file do it.
  template <class... Parameters, class... Arguments>
  static int pass(int (*sqlite3_io_methods::*method)(sqlite3_file*, Parameters...),
                  sqlite3_file* file, Arguments... arguments) {
    return (real(file)->pMethods->*method)(real(file), arguments...);
  }

  /// Methods that leave everything to the real file.
  static sqlite3_io_methods passing_methods() {
    using Methods = sqlite3_io_methods;
    Methods methods{};
    methods.iVersion = 3;  // with the shared memory that a write-ahead log needs
    methods.xClose = [](sqlite3_file* file) { return pass(&Methods::xClose, file); };
    methods.xRead = [](sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
      return pass(&Methods::xRead, file, bytes, count, offset);
    };
    methods.xWrite = [](sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
      return pass(&Methods::xWrite, file, bytes, count, offset);
    };
    methods.xTruncate = [](sqlite3_file* file, sqlite3_int64 size) {
      return pass(&Methods::xTruncate, file, size);
    };
    methods.xSync = [](sqlite3_file* file, int flags) {
      return pass(&Methods::xSync, file, flags);
    };
    methods.xFileSize = [](sqlite3_file* file, sqlite3_int64* size) {
      return pass(&Methods::xFileSize, file, size);
    };
    methods.xLock = [](sqlite3_file* file, int lock) { return pass(&Methods::xLock, file, lock); };
    methods.xUnlock = [](sqlite3_file* file, int lock) {
      return pass(&Methods::xUnlock, file, lock);
    };
    methods.xCheckReservedLock = [](sqlite3_file* file, int* result) {
      return pass(&Methods::xCheckReservedLock, file, result);
    };
    methods.xFileControl = [](sqlite3_file* file, int operation, void* argument) {
      return pass(&Methods::xFileControl, file, operation, argument);
    };
    methods.xSectorSize = [](sqlite3_file* file) { return pass(&Methods::xSectorSize, file); };
    methods.xDeviceCharacteristics = [](sqlite3_file* file) {
      return pass(&Methods::xDeviceCharacteristics, file);
    };
    methods.xShmMap = [](sqlite3_file* file, int page, int size, int extend,
                         volatile void** memory) {
      return pass(&Methods::xShmMap, file, page, size, extend, memory);
    };
    methods.xShmLock = [](sqlite3_file* file, int offset, int count, int flags) {
      return pass(&Methods::xShmLock, file, offset, count, flags);
    };
    methods.xShmBarrier = [](sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); };
    methods.xShmUnmap = [](sqlite3_file* file, int remove) {
      return pass(&Methods::xShmUnmap, file, remove);
    };
    methods.xFetch = [](sqlite3_file* file, sqlite3_int64 offset, int size, void** memory) {
      return pass(&Methods::xFetch, file, offset, size, memory);
    };
    methods.xUnfetch = [](sqlite3_file* file, sqlite3_int64 offset, void* memory) {
      return pass(&Methods::xUnfetch, file, offset, memory);
    };
    return methods;
  }

  /// The file system `system` under another name, for files like this. How they are opened is left
  /// to say.
  static sqlite3_vfs system_over(const sqlite3_vfs& system, const char* name) {
    sqlite3_vfs shim = system;
    shim.zName = name;
    shim.szOsFile += static_cast<int>(sizeof(ShimFile));
    return shim;
  }

  /// Open the real file with `system`, and give the shim `methods`. Also after an error: SQLite
  /// closes what has methods, and the real file may need it.
  static int open_real(sqlite3_vfs* system, const char* name, sqlite3_file* file, int flags,
                       int* flags_out, const sqlite3_io_methods& methods) {
    real(file)->pMethods = nullptr;
    const int code = system->xOpen(system, name, real(file), flags, flags_out);
    if (real(file)->pMethods != nullptr) file->pMethods = &methods;
    return code;
  }
};

}  // namespace modelreg::test
