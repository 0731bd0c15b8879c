#include "storage/path_policy.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include "modelreg/error.hpp"

namespace modelreg::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_path_bytes = 511;  // SQLite's own limit on the names it opens
constexpr mode_t writable_by_others = S_IWGRP | S_IWOTH;
constexpr std::array companions{"-journal", "-wal", "-shm"};  // what SQLite keeps beside a file

[[noreturn]] void refuse(std::string problem) {
  throw Error({{"path", std::move(problem), "value_error"}});
}

/// What the system's `error` at `path` says about the path, or that it failed.
[[noreturn]] void fail(const std::string& path, const char* what, int error) {
  if (error == ENAMETOOLONG) refuse("has a name that is too long for the file system");
  if (error == ELOOP) refuse("is a circle of symbolic links");
  if (error == ENOTDIR) refuse("is in something that is no directory");
  throw Error(ErrorCode::storage,
              path + ": " + what + ": " + std::generic_category().message(error));
}

/// Whether it matters whose a file is and who else may write to it. A reader changes nothing, so it
/// needs to know only what it opens.
bool is_particular(const Options& options) {
  return options.trust == Trust::owner && !options.read_only;
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
    refuse("is in a directory that everybody may write to; run chmod o-w on " + directory.string() +
           ", or open it with Trust::any");
  }
}

fs::path absolute_path(const fs::path& path) {
  std::error_code error;
  fs::path full = fs::absolute(path, error);
  if (!error) return full;
  throw Error(ErrorCode::not_found,
              {{"path", "is relative, and the working directory cannot be found; name it from /",
                "not_found"}});
}

/// With a canonical parent, SQLite's refusal of symbolic links concerns the file alone.
fs::path canonical_parent(const fs::path& path) {
  std::error_code error;
  fs::path parent = fs::canonical(absolute_path(path).parent_path(), error);
  if (error == std::errc::no_such_file_or_directory) {
    throw Error(ErrorCode::not_found,
                {{"path", "is in a directory that does not exist; create the directory first",
                  "not_found"}});
  }
  if (error) fail(path, "its directory cannot be opened", error.value());
  if (!fs::is_directory(parent, error)) refuse("is in something that is no directory");
  return parent;
}

/// What is at `path` itself, not behind a link; nothing if nothing is.
std::optional<struct stat> entry_at(const std::string& path) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) == 0) return info;
  if (errno == ENOENT) return std::nullopt;
  fail(path, "cannot be examined", errno);
}

/// The file that the link `path` leads to, or `path` if it is none.
std::string followed(const std::string& path) {
  const auto entry = entry_at(path);
  if (!entry || !S_ISLNK(entry->st_mode)) return path;
  std::error_code error;
  fs::path target = fs::canonical(path, error);
  if (error == std::errc::no_such_file_or_directory) refuse("is a link that leads to nothing");
  if (error) fail(path, "cannot be followed", error.value());
  return target.string();
}

/// A file that is just being removed has no name left, and may be seen for a moment more.
bool has_further_names(const struct stat& info) { return info.st_nlink > 1; }

void check_owner(const struct stat& info) {
  if (has_further_names(info)) {
    refuse("must not have further hard links; copy it, or open it with Trust::any");
  }
  if (info.st_uid != ::geteuid() && info.st_uid != 0) {
    refuse(
        "must belong to the user who runs the program; open it for reading only, or with "
        "Trust::any");
  }
  if ((info.st_mode & writable_by_others) != 0) {
    refuse("must not be writable by others; run chmod go-w on it, or open it with Trust::any");
  }
}

void check_entry(const struct stat& info, const Options& options) {
  if (S_ISLNK(info.st_mode)) {
    refuse(
        "must not be a symbolic link; name the file that it leads to, or open it with Trust::any");
  }
  if (S_ISDIR(info.st_mode)) refuse("must name a file, and this is a directory");
  if (!S_ISREG(info.st_mode)) refuse("must name a regular file");
  if (is_particular(options)) check_owner(info);
}

/// SQLite takes what a journal or a log holds into the file, so neither may be a stranger's: a file
/// beside the registry's must belong to the same people, and be open to no others.
void check_companion(const std::string& name, const struct stat& file, const Options& options) {
  const auto info = entry_at(name);
  if (!info) return;
  const auto refuse_it = [&](const char* why) {
    refuse("has " + fs::path(name).filename().string() + " beside it, which " + why);
  };
  if (!S_ISREG(info->st_mode)) refuse_it("is no regular file; remove it");
  if (options.trust == Trust::any) return;
  if (info->st_uid != file.st_uid && info->st_uid != ::geteuid() && info->st_uid != 0) {
    refuse_it("belongs to another user; remove it, or open the registry with Trust::any");
  }
  if ((info->st_mode & writable_by_others & ~file.st_mode) != 0) {
    refuse_it("others may write to; run chmod go-w on it, or open the registry with Trust::any");
  }
  if (is_particular(options) && has_further_names(*info)) {
    refuse_it("has further hard links; remove them, or open the registry with Trust::any");
  }
}

/// The absolute name of the file, whether it is there or not. `particular`: whether it matters who
/// else may write to its directory.
std::string full_name(const fs::path& path, bool particular) {
  check_spelling(path.string());
  if (!path.has_filename() || path.filename() == "." || path.filename() == "..") {
    refuse("must name a file, and this is a directory");
  }
  const fs::path parent = canonical_parent(path);
  if (particular) check_directory(parent);
  std::string full = (parent / path.filename()).string();
  if (!particular) full = followed(full);
  if (full.size() > max_path_bytes) refuse("must have at most 511 bytes, its directories included");
  return full;
}

}  // namespace

std::mutex& opening_mutex() {
  static std::mutex mutex;
  return mutex;
}

bool create_private_file(const std::string& path) {
  const int descriptor =
      ::open(path.c_str(), O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_RDWR, S_IRUSR | S_IWUSR);
  if (descriptor < 0 && errno != EEXIST) fail(path, "cannot be created", errno);
  if (descriptor >= 0) ::close(descriptor);
  return descriptor >= 0;
}

std::string registry_path(const fs::path& path, const Options& options) {
  std::string full = full_name(path, is_particular(options));
  auto entry = entry_at(full);
  if (!entry) {
    if (options.read_only || !options.create_if_missing) {
      throw Error(ErrorCode::not_found, {{"path", "does not exist", "not_found"}});
    }
    create_private_file(full);  // if another process was faster, that is as good
    entry = entry_at(full);
    if (!entry) fail(full, "vanished while it was opened", ENOENT);
  }
  check_entry(*entry, options);
  for (const char* suffix : companions) check_companion(full + suffix, *entry, options);
  return full;
}

bool is_unchangeable(const std::string& path) {
  const auto journal = entry_at(path + "-journal");
  const auto log = entry_at(path + "-wal");
  if ((journal && journal->st_size != 0) || (log && log->st_size != 0)) return false;
  struct statvfs system {};
  if (::statvfs(path.c_str(), &system) == 0 && (system.f_flag & ST_RDONLY) != 0) return true;
  const auto folder = entry_at(fs::path(path).parent_path());
  return folder && (folder->st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) == 0 && !log;
}

std::string new_registry_path(const fs::path& path, Trust trust) {
  std::string full = full_name(path, trust == Trust::owner);
  if (!create_private_file(full)) refuse("must name a file that does not exist yet");
  return full;
}

}  // namespace modelreg::storage
