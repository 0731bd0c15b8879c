#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "modelreg/modelreg.hpp"

/// Changes a registry until it is killed or has made COUNT changes, and acknowledges each on its
/// standard output with a byte.
///
///     modelreg_crash_writer PATH PREFIX COUNT rollback|wal
///
/// Each change is a model that is created and added to the group "PREFIX", in one transaction.
int main(int argc, char** argv) {
  if (argc != 5) return 2;
  try {
    using namespace modelreg;
    const std::string prefix = argv[2];
    Options options;
    if (std::string(argv[4]) == "wal") options.journal = Journal::wal;
    auto session =
        Registry::open(argv[1], options).session({.account_id = "acme", .user_id = "ada"});
    const ModelGroupId group(prefix);
    session.create_model_group({.name = "n", .id = group});
    for (int i = 0; i < std::atoi(argv[3]); ++i) {
      session.transaction([&](Session& inside) {
        const auto model =
            inside.create_model_instance({.name = "n",
                                          .model_type = ModelType::generic,
                                          .description = std::string(3000, 'd'),
                                          .id = ModelInstanceId(prefix + "-" + std::to_string(i))});
        inside.add_model_instance(group, model.id);
      });
      if (::write(STDOUT_FILENO, ".", 1) != 1) return 1;
    }
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
