#include <benchmark/benchmark.h>

#include <cstdlib>
#include <iostream>

#include "workload.hpp"

/// Times every workload with Google Benchmark.
///
///     modelreg_bench LARGEST [Google Benchmark's options]
///
/// LARGEST is how many models the largest registry has whose growth is measured, from 1000 on.
int main(int argc, char** argv) {
  using namespace modelreg::bench;
  const int largest = argc > 1 ? std::atoi(argv[1]) : 0;
  if (largest < 1000) {
    std::cerr << "usage: modelreg_bench LARGEST [options of Google Benchmark]\n";
    return 2;
  }
  argv[1] = argv[0];
  --argc;
  ++argv;
  for (const auto& workloads :
       {add_workloads(), get_workloads(), list_workloads(), create_workloads(),
        fresh_registry_workloads(), client_workloads(), test_registry_workloads(), file_workloads(),
        growth_workloads(largest)}) {
    for (const auto& workload : workloads) {
      auto* const registered =
          benchmark::RegisterBenchmark(workload.name.c_str(), [workload](benchmark::State& state) {
            const auto step = workload.prepare();
            for (auto _ : state) step();
          });
      registered->Unit(benchmark::kMicrosecond)->UseRealTime();
      if (workload.times > 0) registered->Iterations(workload.times);
    }
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
