#pragma once

#include <functional>
#include <string>
#include <vector>

namespace modelreg::bench {

/// One thing to measure: `prepare` does what is not measured and returns what is, to be repeated.
struct Workload {
  std::string name;
  std::function<std::function<void()>()> prepare;
  int times = 0;  ///< How often it can be repeated after one preparation; 0: without end.
};

using Workloads = std::vector<Workload>;

/// The workloads of each subject, the library's beside the same work written by hand.
[[nodiscard]] Workloads add_workloads();
[[nodiscard]] Workloads get_workloads();
[[nodiscard]] Workloads list_workloads();
[[nodiscard]] Workloads create_workloads();
[[nodiscard]] Workloads client_workloads();
[[nodiscard]] Workloads fresh_registry_workloads();
[[nodiscard]] Workloads test_registry_workloads();
[[nodiscard]] Workloads file_workloads();
/// In registries of up to `largest` models.
[[nodiscard]] Workloads growth_workloads(int largest);

/// Keeps the optimiser from removing what computes `text`.
void use(const std::string& text);

}  // namespace modelreg::bench
