#include "storage/open_file.hpp"

#include <sqlite3.h>

#include <mutex>

#include "base/fork.hpp"

namespace modelreg::storage {
namespace {

std::mutex mutex;

}  // namespace

OpenFile* OpenFile::first = nullptr;

OpenFile::OpenFile(sqlite3* connection) : forks_(base::forks()) {
  sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file_);
  const std::lock_guard lock(mutex);
  next_ = first;
  if (next_ != nullptr) next_->previous_ = this;
  first = this;
}

OpenFile::~OpenFile() {
  const std::lock_guard lock(mutex);
  remove();
}

bool OpenFile::has_moved() const noexcept {
  int moved = 0;
  if (file_ == nullptr || file_->pMethods == nullptr) return false;
  file_->pMethods->xFileControl(file_, SQLITE_FCNTL_HAS_MOVED, &moved);
  return moved != 0;
}

void OpenFile::remove() noexcept {
  if (first == this) first = next_;
  if (previous_ != nullptr) previous_->next_ = next_;
  if (next_ != nullptr) next_->previous_ = previous_;
  previous_ = next_ = nullptr;
}

void OpenFile::let_go_of_inherited() {
  const std::lock_guard lock(mutex);
  for (OpenFile *file = first, *next = nullptr; file != nullptr; file = next) {
    next = file->next_;
    if (file->forks_ == base::forks()) continue;
    file->let_go();
    file->remove();
  }
}

/// What SQLite does with a connection's locks when it closes it, without closing it: that would
/// roll back a change of the parent's. To the system, which knows of no lock here, it means
/// nothing.
void OpenFile::let_go() const noexcept {
  const sqlite3_io_methods* const methods = file_ == nullptr ? nullptr : file_->pMethods;
  if (methods == nullptr) return;  // in memory
  if (methods->iVersion >= 2 && methods->xShmUnmap != nullptr) methods->xShmUnmap(file_, 0);
  methods->xUnlock(file_, SQLITE_LOCK_NONE);
}

}  // namespace modelreg::storage
