#include <benchmark/benchmark.h>

#include "workload.hpp"

/// Times every workload with Google Benchmark.
int main(int argc, char** argv) {
  using namespace modelreg::bench;
  for (const auto& workloads :
       {add_workloads(), get_workloads(), list_workloads(), create_workloads(),
        fresh_registry_workloads(), file_workloads(), growth_workloads()}) {
    for (const auto& workload : workloads) {
      benchmark::RegisterBenchmark(workload.name.c_str(),
                                   [workload](benchmark::State& state) {
                                     const auto step = workload.prepare();
                                     for (auto _ : state) step();
                                   })
          ->Unit(benchmark::kMicrosecond)
          ->UseRealTime();
    }
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
