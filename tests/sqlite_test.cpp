#include <SQLiteCpp/Database.h>
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <link.h>
#include <sqlite3.h>

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace {

std::vector<std::string> loaded_objects() {
  std::vector<std::string> names;
  const auto add = [](dl_phdr_info* object, std::size_t, void* all) {
    static_cast<std::vector<std::string>*>(all)->emplace_back(object->dlpi_name);
    return 0;
  };
  dl_iterate_phdr(add, &names);
  return names;
}

/// The file, a program or a library, of which `address` is a part.
std::string file_of(const void* address) {
  Dl_info info{};
  return dladdr(address, &info) == 0 ? "no file" : info.dli_fname;
}

/// The files of the SQLite that this program calls, that SQLiteCpp calls, and of every other one.
std::set<std::string> files_with_sqlite() {
  std::set<std::string> files = {file_of(sqlite3_libversion()), file_of(SQLite::getLibVersion())};
  for (const auto& object : loaded_objects()) {
    if (object.empty()) continue;  // this program
    void* const handle = dlopen(object.c_str(), RTLD_LAZY | RTLD_NOLOAD);
    if (handle == nullptr) continue;
    if (const void* found = dlsym(handle, "sqlite3_libversion")) files.insert(file_of(found));
    dlclose(handle);
  }
  return files;
}

// Two would drop each other's locks.
TEST(SqliteTest, TheProcessHasOne) { EXPECT_THAT(files_with_sqlite(), testing::SizeIs(1)); }

TEST(SqliteTest, TheOneInTheProcessIsTheOneItWasBuiltWith) {
  EXPECT_EQ(sqlite3_libversion_number(), SQLITE_VERSION_NUMBER);
}

}  // namespace
