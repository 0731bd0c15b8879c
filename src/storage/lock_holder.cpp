#include "storage/lock_holder.hpp"

#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace modelreg::storage {
namespace {

/// A line of /proc/locks, see proc_locks(5): `1: POSIX  ADVISORY  WRITE 4711 08:02:1442 0 EOF`.
struct Lock {
  std::string number, kind, advisory, access, process, file;
};

std::string name_of(const std::string& process) {
  std::ifstream file("/proc/" + process + "/comm");
  std::string name;
  std::getline(file, name);
  return name.empty() ? "" : " (" + name + ")";
}

}  // namespace

std::string lock_holder(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return {};
  const std::string inode = ":" + std::to_string(info.st_ino);
  std::ifstream locks("/proc/locks");
  std::string holder;
  for (std::string line; std::getline(locks, line);) {
    Lock lock;
    std::istringstream(line) >> lock.number >> lock.kind >> lock.advisory >> lock.access >>
        lock.process >> lock.file;
    const bool ours = lock.process == std::to_string(::getpid());
    const bool known = lock.process.find_first_not_of("0123456789") == std::string::npos &&
                       lock.process != "0";  // 0: of another container
    if (ours || !known || !lock.file.ends_with(inode)) continue;
    if (holder.empty() || lock.access == "WRITE") holder = lock.process;
  }
  return holder.empty() ? "" : "process " + holder + name_of(holder);
}

}  // namespace modelreg::storage
