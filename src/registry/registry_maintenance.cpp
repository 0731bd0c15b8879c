#include <algorithm>

#include "modelreg/error.hpp"
#include "modelreg/registry.hpp"
#include "storage/compaction.hpp"
#include "storage/integrity.hpp"
#include "storage/migrations.hpp"
#include "storage/schema_drift.hpp"
#include "storage/snapshot.hpp"
#include "storage/statement_watch.hpp"
#include "storage/store.hpp"

namespace modelreg {
namespace {

using storage::Connection;

using Progress = std::function<void(std::size_t, std::size_t)>;

/// How a long call goes on: tells its user, who may want it to stop.
class Course {
 public:
  Course(storage::Store& store, const char* what, const Progress& progress,
         const std::stop_token& stop)
      : store_(store), what_(what), progress_(progress), stop_(stop) {}

  /// Throws: `cancelled` if it is to stop, and what the user's function throws.
  void tell(std::size_t done, std::size_t all) const {
    if (progress_) store_.call_out([&] { progress_(done, all); });
    if (stop_.stop_requested()) throw Error(ErrorCode::cancelled, what_);
  }

 private:
  storage::Store& store_;
  const char* what_;
  const Progress& progress_;
  const std::stop_token& stop_;
};

CheckReport report_on(Connection& connection) {
  return {.integrity = storage::integrity_findings(connection),
          .references = storage::reference_findings(connection),
          .drift = storage::lines_of(
              storage::schema_drift(connection, storage::newest_schema_version()))};
}

}  // namespace

CheckReport Registry::check(const CheckProgress& progress, const std::stop_token& stop) const {
  const Course course(*store_, "the check was stopped", progress, stop);
  return store_->maintain([&](Connection& connection) {
    const std::size_t rows = storage::count_rows(connection);
    storage::StatementWatch watch(connection, [&](std::size_t operations) {
      course.tell(std::min(operations / storage::operations_per_row, rows), rows);
    });
    return watch.run([&] {
      course.tell(0, rows);
      auto report = report_on(connection);
      course.tell(rows, rows);
      return report;
    });
  });
}

void Registry::compact() {
  store_->rearrange([](Connection& connection) {
    storage::delete_unused_documents(connection);
    storage::rewrite(connection);
  });
}

void Registry::copy_from(const Registry& original) { store_->copy_from(*original.store_); }
void Registry::mark() { store_->mark(); }
void Registry::rewind() { store_->rewind(); }

void Registry::snapshot_to(const std::filesystem::path& path, const SnapshotProgress& progress,
                           const std::stop_token& stop) const {
  const Course course(*store_, "the snapshot was stopped, and there is no copy", progress, stop);
  store_->maintain([&](Connection& connection) {
    const storage::UnlimitedTime unlimited(connection);
    storage::copy_to_new_file(
        connection, path, store_->options().trust,
        [&](std::size_t copied, std::size_t pages) { course.tell(copied, pages); });
  });
}

}  // namespace modelreg
