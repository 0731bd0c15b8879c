#include <cstdlib>
#include <iostream>
#include <string>

#include "workload.hpp"

/// Runs one workload a number of times, for an instruction counter: the difference between two
/// numbers of times is what the repetitions cost.
///
///     modelreg_instructions NAME TIMES
int main(int argc, char** argv) {
  using namespace modelreg::bench;
  for (const auto& workloads :
       {add_workloads(), get_workloads(), list_workloads(), create_workloads(),
        fresh_registry_workloads(), client_workloads(), test_registry_workloads()}) {
    for (const auto& workload : workloads) {
      if (argc == 3 && workload.name == argv[1]) {
        const auto step = workload.prepare();
        for (int times = std::atoi(argv[2]); times > 0; --times) step();
        return EXIT_SUCCESS;
      }
    }
  }
  std::cerr << "usage: modelreg_instructions NAME TIMES\n";
  return 2;
}
