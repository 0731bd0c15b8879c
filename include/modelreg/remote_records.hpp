#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modelreg/export.hpp"
#include "modelreg/record_kind.hpp"
#include "modelreg/session.hpp"

namespace modelreg {

/// A record here and the one that it is at a platform.
struct RemoteRecord {
  RecordKind kind = {};
  std::string id = {};  ///< Here.
  /// There; none as long as it is asked to create one and has not answered.
  std::optional<std::string> remote_id = {};
  /// What tells whether either has changed since they were the same: any text of 255 bytes at most.
  std::string state_here = {};
  std::optional<std::string> state_there = {};

  bool operator==(const RemoteRecord&) const = default;
};

/// What a session's records are called at one platform. `Mirror` keeps its pairs of ids here; who
/// copies records by other means can do the same.
///
///     RemoteRecords platform(session, "https://api.example.com");
///     platform.save({.kind = RecordKind::model_group, .id = group.id.str(), .remote_id = "g1"});
///     auto known = platform.find(RecordKind::model_group, group.id.str());
///
/// A pair goes when its record does. Calls are atomic and throw as a session's; those that are made
/// in a transaction of the session belong to it.
class MODELREG_EXPORT RemoteRecords {
 public:
  /// `remote`: what the platform is called here, 1 to 1024 characters; its address serves.
  /// Throws: `invalid_argument`.
  RemoteRecords(Session session, std::string remote);

  /// Nothing if the record is in no pair, or not there.
  [[nodiscard]] std::optional<RemoteRecord> find(RecordKind kind, const std::string& id) const;
  /// The pair of the record that has this id there.
  [[nodiscard]] std::optional<RemoteRecord> find_there(RecordKind kind,
                                                       const std::string& remote_id) const;
  /// All pairs of one kind, in order of their creation.
  [[nodiscard]] std::vector<RemoteRecord> list(RecordKind kind) const;
  /// Those of them that have no id there yet.
  [[nodiscard]] std::vector<RemoteRecord> list_unanswered(RecordKind kind) const;

  /// Store the pair, in place of the one that the record was in before.
  /// Throws: `invalid_argument`; `not_found` if the record is not there; `conflict` if another one
  /// has this id at the platform.
  void save(const RemoteRecord& pair);
  /// Forget the pair, if there is one.
  void forget(RecordKind kind, const std::string& id);

 private:
  template <class Work>
  auto look_up(const Work& work) const;

  Session session_;
  std::string remote_;
};

}  // namespace modelreg
