#include "storage/path_policy.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include "modelreg/error.hpp"

namespace modelreg::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_path_bytes = 511;  // SQLite's own limit on the names it opens

[[noreturn]] void refuse(std::string problem) {
  throw Error({{"path", std::move(problem), "value_error"}});
}

[[noreturn]] void fail(const std::string& path, const char* what, int error) {
  throw Error(ErrorCode::storage,
              path + ": " + what + ": " + std::generic_category().message(error));
}

void check_spelling(const std::string& path) {
  if (path.empty()) refuse("must not be empty; a registry in memory is Registry::in_memory()");
  if (path == ":memory:") refuse("must name a file; a registry in memory is Registry::in_memory()");
  if (path.starts_with("file:")) refuse("must be a plain path and no file: URI");
  if (path.find('\0') != std::string::npos) refuse("must not hold the character NUL");
}

/// The directory must not let strangers swap the file.
void check_directory(const fs::path& directory) {
  struct stat info {};
  if (::stat(directory.c_str(), &info) != 0) fail(directory, "cannot be examined", errno);
  if ((info.st_mode & S_IWOTH) != 0 && (info.st_mode & S_ISVTX) == 0) {
    refuse("is in a directory that everybody may write to; run chmod o-w on " + directory.string());
  }
}

/// With a canonical parent, SQLite's refusal of symbolic links concerns the file alone.
fs::path canonical_parent(const fs::path& path) {
  std::error_code error;
  fs::path parent = fs::canonical(fs::absolute(path).parent_path(), error);
  if (error == std::errc::no_such_file_or_directory) {
    throw Error(ErrorCode::not_found,
                {{"path", "is in a directory that does not exist; create the directory first",
                  "not_found"}});
  }
  if (error) fail(path, "its directory cannot be opened", error.value());
  if (!fs::is_directory(parent)) refuse("is in something that is no directory");
  check_directory(parent);
  return parent;
}

/// What is at `path` itself, not behind a link; nothing if nothing is.
std::optional<struct stat> entry_at(const std::string& path) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) == 0) return info;
  if (errno == ENOENT) return std::nullopt;
  fail(path, "cannot be examined", errno);
}

void check_entry(const struct stat& info) {
  if (S_ISLNK(info.st_mode)) refuse("must not be a symbolic link; name the file that it leads to");
  if (S_ISDIR(info.st_mode)) refuse("must name a file, and this is a directory");
  if (!S_ISREG(info.st_mode)) refuse("must name a regular file");
  if (info.st_nlink != 1) refuse("must not have further hard links");
  if (info.st_uid != ::geteuid() && info.st_uid != 0) {
    refuse("must belong to the user who runs the program");
  }
  if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    refuse("must not be writable by others; run chmod go-w on it");
  }
}

/// False if something has that name already.
bool create(const std::string& path) {
  const int descriptor =
      ::open(path.c_str(), O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_RDWR, S_IRUSR | S_IWUSR);
  if (descriptor < 0 && errno != EEXIST) fail(path, "cannot be created", errno);
  if (descriptor >= 0) ::close(descriptor);
  return descriptor >= 0;
}

/// The absolute name of the file, whether it is there or not.
std::string full_name(const fs::path& path) {
  check_spelling(path.string());
  if (!path.has_filename() || path.filename() == "." || path.filename() == "..") {
    refuse("must name a file, and this is a directory");
  }
  std::string full = (canonical_parent(path) / path.filename()).string();
  if (full.size() > max_path_bytes) refuse("must have at most 511 bytes, its directories included");
  return full;
}

}  // namespace

std::mutex& opening_mutex() {
  static std::mutex mutex;
  return mutex;
}

std::string registry_path(const fs::path& path, const Options& options) {
  std::string full = full_name(path);
  auto entry = entry_at(full);
  if (!entry) {
    if (options.read_only || !options.create_if_missing) {
      throw Error(ErrorCode::not_found, {{"path", "does not exist", "not_found"}});
    }
    create(full);  // if another process was faster, that is as good
    entry = entry_at(full);
    if (!entry) fail(full, "vanished while it was opened", ENOENT);
  }
  check_entry(*entry);
  return full;
}

std::string new_registry_path(const fs::path& path) {
  std::string full = full_name(path);
  if (!create(full)) refuse("must name a file that does not exist yet");
  return full;
}

}  // namespace modelreg::storage
