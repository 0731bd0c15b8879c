#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <string>
#include <vector>

#include "modelreg/options.hpp"
#include "storage/journal_mode.hpp"

namespace modelreg::test {

/// The journals to test with: a write-ahead log where that of this process's SQLite is sound.
inline std::vector<Journal> sound_journals() {
  if (!storage::wal_is_sound(sqlite3_libversion_number())) return {Journal::rollback};
  return {Journal::rollback, Journal::wal};
}

/// As the name of a test has it.
inline std::string name_of(Journal journal) {
  return journal == Journal::rollback ? "Rollback" : "Log";
}

/// What the journal of the registry `path` is called.
inline std::filesystem::path journal_of(const std::filesystem::path& path, Journal journal) {
  return path.string() + (journal == Journal::rollback ? "-journal" : "-wal");
}

/// Remove the journals of the registry `path`.
inline void remove_journals(const std::filesystem::path& path) {
  for (const char* const suffix : {"-journal", "-wal", "-shm"}) {
    std::filesystem::remove(path.string() + suffix);
  }
}

/// Remove the registry and everything of it.
inline void remove_registry(const std::filesystem::path& path) {
  std::filesystem::remove(path);
  remove_journals(path);
}

}  // namespace modelreg::test
