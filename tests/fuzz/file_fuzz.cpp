#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "fuzz/require.hpp"
#include "modelreg/modelreg.hpp"

/// Any file, opened as a registry: it is refused, or read to an answer or an error. An input that
/// starts with P is a patch of a sound registry, which reaches further: four bytes each, of which
/// three are a place and the last is what stands there.
namespace modelreg {
namespace {

namespace fs = std::filesystem;

const Identity caller{.account_id = "acme", .user_id = "ada"};

fs::path make_folder() {
  std::string name = (fs::exists("/dev/shm") ? "/dev/shm" : fs::temp_directory_path().string()) +
                     "/modelreg-XXXXXX";
  test::require(::mkdtemp(name.data()) != nullptr);
  return name;
}

/// Removed when the process ends.
class Folder {
 public:
  Folder() : path_(make_folder()) {}
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] fs::path file() const { return path_ / "registry.db"; }

 private:
  fs::path path_;
};

std::string sound_registry(const fs::path& file) {
  {
    auto session = Registry::open(file).session(caller);
    const auto group = session.create_model_group({.name = "chat"});
    for (int i = 0; i < 3; ++i) {
      const auto model = session.create_model_instance({.name = "m",
                                                        .model_type = ModelType::generic,
                                                        .description = std::string(2000, 'd'),
                                                        .model_group_id = group.id});
      session.create_model_deployment(model.id, {.name = "d"});
    }
  }
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string patched(std::string file, const std::uint8_t* patch, std::size_t size) {
  for (; size >= 4; patch += 4, size -= 4) {
    const std::size_t place = patch[0] << 16U | patch[1] << 8U | patch[2];
    file[place % file.size()] = static_cast<char>(patch[3]);
  }
  return file;
}

void use(const fs::path& file) {
  for (const bool read_only : {true, false}) {
    try {
      auto registry = Registry::open(file, {.read_only = read_only});
      auto session = registry.session(caller);
      for (const auto& model : session.walk_model_instances({}, 2)) {
        test::require(!to_json_text(model).empty());
      }
      (void)session.list_model_groups();
      (void)session.list_model_deployments();
      (void)registry.list_api_keys();
      (void)registry.check();
      if (!read_only) session.create_model_group({.name = "more"});
    } catch (const Error& error) {
      test::require(error.code() != ErrorCode::busy);
    }
  }
}

}  // namespace
}  // namespace modelreg

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace modelreg;
  static const Folder folder;
  static const std::string sound = sound_registry(folder.file());
  const bool is_patch = size > 0 && bytes[0] == 'P';
  const std::string content = is_patch ? patched(sound, bytes + 1, size - 1)
                                       : std::string(reinterpret_cast<const char*>(bytes), size);
  fs::remove(folder.file().string() + "-journal");
  std::ofstream(folder.file(), std::ios::binary | std::ios::trunc) << content;
  ::chmod(folder.file().c_str(), 0600);
  use(folder.file());
  return 0;
}
