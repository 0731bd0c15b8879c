#include <benchmark/benchmark.h>

#include "workload.hpp"

/// Times every workload with Google Benchmark.
int main(int argc, char** argv) {
  using namespace modelreg::bench;
  for (const auto& workloads : {add_workloads(), get_workloads(), list_workloads(),
                                create_workloads(), fresh_registry_workloads(), file_workloads()}) {
    for (const auto& [name, prepare] : workloads) {
      benchmark::RegisterBenchmark(name.c_str(),
                                   [prepare](benchmark::State& state) {
                                     const auto step = prepare();
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
