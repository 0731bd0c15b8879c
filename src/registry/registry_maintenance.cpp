#include "modelreg/registry.hpp"
#include "storage/integrity.hpp"
#include "storage/migrations.hpp"
#include "storage/schema_drift.hpp"
#include "storage/snapshot.hpp"
#include "storage/store.hpp"

namespace modelreg {

CheckReport Registry::check() const {
  return store_->maintain([](storage::Connection& connection) {
    return CheckReport{
        .integrity = storage::integrity_findings(connection),
        .references = storage::reference_findings(connection),
        .drift = storage::schema_drift(connection, storage::newest_schema_version())};
  });
}

void Registry::snapshot_to(const std::filesystem::path& path,
                           const SnapshotProgress& progress) const {
  store_->maintain([&](storage::Connection& connection) {
    const auto report = [&](std::size_t copied, std::size_t pages) {
      if (progress) store_->call_out([&] { progress(copied, pages); });
    };
    storage::copy_to_new_file(connection, path, report);
  });
}

}  // namespace modelreg
