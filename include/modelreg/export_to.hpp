#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string_view>

#include "modelreg/export.hpp"
#include "modelreg/session.hpp"

namespace modelreg {

/// How many records of each kind.
struct RecordCounts {
  std::int64_t model_groups = 0;
  std::int64_t model_instances = 0;
  std::int64_t model_deployments = 0;

  [[nodiscard]] constexpr std::int64_t all() const noexcept {
    return model_groups + model_instances + model_deployments;
  }
  bool operator==(const RecordCounts&) const = default;
};

/// Takes the next part of a text. What it throws is passed on.
using Sink = std::function<void(std::string_view part)>;

/// Called now and then with how many records are written, and how many there are.
using ExportProgress = std::function<void(std::int64_t records, std::int64_t all_records)>;

/// Write every group, model instance and deployment of the session's account as JSON lines, as they
/// are at one moment (`Session::at_one_moment`). `import_from` reads them: imported into an account
/// of the same name that is empty, they are equal.
///
///     std::ofstream file("models.jsonl", std::ios::binary);
///     export_to(session, file);
///
/// The first line is `{"modelreg_export":1}`, the version of this format. Each other one is a
/// record as the hosted platform answers it, with one more member before its own, `record`, as in
/// `{"record":"model_group","name":"chat",…}`.
///
/// It is `model_group`, `model_instance` or `model_deployment`. Groups come before instances
/// and these before deployments, each in order of creation. It takes the memory of a thousand
/// records, however many there are. API keys are in no export; `Registry::snapshot_to` copies all.
MODELREG_EXPORT RecordCounts export_to(const Session& session, const Sink& sink,
                                       const ExportProgress& progress = {});

/// The same. Throws: `storage` if the stream fails.
MODELREG_EXPORT RecordCounts export_to(const Session& session, std::ostream& out,
                                       const ExportProgress& progress = {});

}  // namespace modelreg
