#include <ostream>
#include <string>

#include "modelreg/error.hpp"
#include "modelreg/export_to.hpp"
#include "modelreg/json_text.hpp"
#include "wire/record_kind.hpp"

namespace modelreg {
namespace {

constexpr std::size_t smallest_part = std::size_t{64} << 10U;
constexpr int page_size = 1000;

/// Collects lines into parts, and counts them.
class Exporter {
 public:
  Exporter(const Sink& sink, const ExportProgress& progress, std::int64_t all)
      : sink_(sink), progress_(progress), all_(all) {}

  void begin() {
    part_ += wire::opening_of(wire::RecordKind::header);
    part_ += std::to_string(wire::export_version);
    part_ += "}\n";
  }

  /// Write all that `walk` meets. Returns how many there were.
  template <class Record>
  std::int64_t write(wire::RecordKind kind, Walk<Record> walk) {
    const auto opening = wire::opening_of(kind);
    const std::int64_t before = written_;
    for (const Record& record : walk) {
      part_ += opening;
      part_ += std::string_view(to_json_text(record)).substr(1);  // its brace is in the opening
      part_ += '\n';
      if (part_.size() >= smallest_part) flush();
      if (++written_ % page_size == 0 && progress_) progress_(written_, all_);
    }
    return written_ - before;
  }

  void finish() {
    flush();
    if (progress_) progress_(written_, all_);
  }

 private:
  void flush() {
    sink_(part_);
    part_.clear();
  }

  const Sink& sink_;
  const ExportProgress& progress_;
  std::int64_t all_;
  std::int64_t written_ = 0;
  std::string part_;
};

}  // namespace

RecordCounts export_to(const Session& session, const Sink& sink, const ExportProgress& progress) {
  RecordCounts counts;
  session.at_one_moment([&](const Session& still) {
    const auto all = progress ? still.count_model_groups() + still.count_model_instances() +
                                    still.count_model_deployments()
                              : 0;
    Exporter exporter(sink, progress, all);
    exporter.begin();
    counts = {.model_groups =
                  exporter.write(wire::RecordKind::model_group, still.walk_model_groups(page_size)),
              .model_instances = exporter.write(wire::RecordKind::model_instance,
                                                still.walk_model_instances({}, page_size)),
              .model_deployments = exporter.write(wire::RecordKind::model_deployment,
                                                  still.walk_model_deployments({}, page_size))};
    exporter.finish();
  });
  return counts;
}

RecordCounts export_to(const Session& session, std::ostream& out, const ExportProgress& progress) {
  const auto counts = export_to(
      session,
      [&](std::string_view part) {
        if (!out.write(part.data(), static_cast<std::streamsize>(part.size()))) {
          throw Error(ErrorCode::storage, "the export could not be written");
        }
      },
      progress);
  if (!out.flush()) throw Error(ErrorCode::storage, "the export could not be written");
  return counts;
}

}  // namespace modelreg
