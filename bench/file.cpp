#include <memory>
#include <string>

#include "filled_registry.hpp"
#include "own_statements.hpp"
#include "scratch_folder.hpp"
#include "workload.hpp"

/// A registry in a file, with the durability that is the default.
namespace modelreg::bench {
namespace {

struct FilledFile {
  ScratchFolder folder;
  FilledRegistry filled{Registry::open(folder.file())};
};

std::function<void()> durable_add() {
  return [file = std::make_shared<FilledFile>(), turn = 0]() mutable {
    auto& filled = file->filled;
    use(filled.session.add_model_instance(filled.group(turn), filled.instance(turn)).name);
    ++turn;
  };
}

std::function<void()> durable_add_by_hand() {
  const auto folder = std::make_shared<ScratchFolder>();
  return [folder, program = filled<OwnStatements>(folder->file()), turn = 0]() mutable {
    use(program->add(turn / sample_size % 2 == 0 ? "a" : "b", instance_id(turn % sample_size))
            .name);
    ++turn;
  };
}

/// One transaction of 1,000 adds.
std::function<void()> batch() {
  return [file = std::make_shared<FilledFile>(), turn = 0]() mutable {
    auto& filled = file->filled;
    filled.session.transaction([&](Session& session) {
      for (int i = 0; i < sample_size; ++i, ++turn) {
        use(session.add_model_instance(filled.group(turn), filled.instance(turn)).name);
      }
    });
  };
}

std::function<void()> open_file() {
  return [file = std::make_shared<FilledFile>()] {
    use(Registry::open(file->folder.file()).session(caller).identity().account_id);
  };
}

}  // namespace

Workloads file_workloads() {
  return {{"durable add", durable_add},
          {"durable add/F2", durable_add_by_hand},
          {"batch of 1,000 adds", batch},
          {"open a file", open_file}};
}

}  // namespace modelreg::bench
