#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "mirror/reporting.hpp"
#include "mirror/spool.hpp"
#include "modelreg/mirror.hpp"

namespace modelreg::mirror {

/// One pull.
class Pull {
 public:
  Pull(Session& here, const Client& there, RemoteRecords& pairs, const PullOptions& options)
      : here_(here),
        there_(there),
        pairs_(pairs),
        options_(options),
        stride_(options.progress, 0) {}

  MirrorReport run();

 private:
  /// The records of one kind as they are there, and which of the pairs have lost theirs.
  struct Fetched {
    Spool records;
    std::unordered_set<std::string> ids;  // of the records, if those that are gone are looked for
    std::vector<RemoteRecord> gone;
  };

  template <class Record>
  void fetch(Fetched& fetched);
  template <class Record>
  void find_gone(Fetched& fetched);
  void store_all(Session& here);
  template <class Record>
  void store(Session& here, Fetched& fetched);
  template <class Record>
  void store(Session& here, const Record& there);
  template <class Record>
  void prune(Session& here, const Fetched& fetched);
  /// The id here of what has this id there, if it is here.
  [[nodiscard]] std::optional<std::string> id_here(RecordKind kind, const std::string& id) const;
  [[nodiscard]] bool translate(ModelGroup& record) const;
  [[nodiscard]] bool translate(ModelInstance& record) const;
  [[nodiscard]] bool translate(ModelDeployment& record) const;

  Session& here_;
  const Client& there_;
  RemoteRecords& pairs_;
  const PullOptions& options_;
  Stride stride_;
  Fetched groups_;
  Fetched instances_;
  Fetched deployments_;
  MirrorReport report_;
};

}  // namespace modelreg::mirror
