#pragma once

#include <string>
#include <utility>

#include "modelreg/mirror.hpp"

namespace modelreg::mirror {

constexpr std::size_t most_findings = 100;

inline MirrorCounts& counts_of(MirrorReport& report, RecordKind kind) {
  switch (kind) {
    case RecordKind::model_group:
      return report.model_groups;
    case RecordKind::model_instance:
      return report.model_instances;
    case RecordKind::model_deployment:
      break;
  }
  return report.model_deployments;
}

/// Note that a record is left as it is, and why.
inline void leave(MirrorReport& report, MirrorFinding finding) {
  ++counts_of(report, finding.kind).left;
  if (report.findings.size() < most_findings) report.findings.push_back(std::move(finding));
}

/// How far a pull or a push is.
class Stride {
 public:
  Stride(const MirrorProgress& progress, std::int64_t all) : progress_(progress), all_(all) {}

  void expect(std::int64_t all) { all_ = all; }
  void step() {
    constexpr std::int64_t between = 64;
    if (++done_ % between == 0) show();
  }
  void show() const {
    if (progress_) progress_(done_, all_);
  }
  [[nodiscard]] std::int64_t done() const { return done_; }

 private:
  const MirrorProgress& progress_;
  std::int64_t all_;
  std::int64_t done_ = 0;
};

}  // namespace modelreg::mirror
