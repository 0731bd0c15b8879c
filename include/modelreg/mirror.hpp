#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "modelreg/client.hpp"
#include "modelreg/enum_text.hpp"
#include "modelreg/export.hpp"
#include "modelreg/record_kind.hpp"
#include "modelreg/remote_records.hpp"
#include "modelreg/session.hpp"

namespace modelreg {

/// What became of the records of one kind.
struct MirrorCounts {
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::int64_t deleted = 0;
  std::int64_t left = 0;  ///< Not brought over, or not yet: `MirrorReport::findings` says why.

  bool operator==(const MirrorCounts&) const = default;
};

/// Why a record was not brought over.
enum class MirrorProblem : std::uint8_t {
  conflict = 1,  ///< Both have changed since they were the same; `force` overwrites.
  changed_here,  ///< A pull leaves alone what was changed here alone; a push brings it there.
  /// It was deleted there and changed here since: a push does not make it again, and a pull does
  /// not delete it; `force` does.
  gone_there,
  unclear,  ///< An answer was lost, and there is a record that may be the one that it told of.
  refused,  ///< The receiver does not take it, or what it belongs to was not brought over.
};

template <>
inline constexpr auto enum_texts<MirrorProblem> = std::to_array<EnumText<MirrorProblem>>({
    {MirrorProblem::conflict, "conflict"},
    {MirrorProblem::changed_here, "changed_here"},
    {MirrorProblem::gone_there, "gone_there"},
    {MirrorProblem::unclear, "unclear"},
    {MirrorProblem::refused, "refused"},
});

/// A record that was not brought over.
struct MirrorFinding {
  MirrorProblem problem = {};
  RecordKind kind = {};
  std::string id = {};    ///< Here; there, if it is not here.
  std::string name = {};  ///< The record's.
  std::string why = {};   ///< A sentence, for people.

  bool operator==(const MirrorFinding&) const = default;
};

/// What a pull or a push did.
struct MirrorReport {
  MirrorCounts model_groups = {};
  MirrorCounts model_instances = {};
  MirrorCounts model_deployments = {};
  std::vector<MirrorFinding> findings = {};  ///< The first hundred.

  /// Whether the receiving side has changed.
  [[nodiscard]] bool changed() const noexcept;

  bool operator==(const MirrorReport&) const = default;
};

/// Called now and then with how many records are done, and how many there are.
using MirrorProgress = std::function<void(std::int64_t records, std::int64_t all_records)>;

struct PullOptions {
  bool prune = false;    ///< Delete here what was pulled once and is gone there.
  bool force = false;    ///< Overwrite what was changed here, too.
  bool dry_run = false;  ///< Report what would be done, and change nothing.
  MirrorProgress progress = {};
};

struct PushOptions {
  bool force = false;    ///< Overwrite what was changed there, too.
  bool dry_run = false;  ///< Report what would be done, and change nothing.
  /// Whether the record that is there with the id `remote_id` is what `record`, whose answer was
  /// lost, was created as: name, type and all that creation takes are the same, and no other record
  /// here is it. Empty: leave both alone, and report the record as `unclear`.
  std::function<bool(const MirrorFinding& record, const std::string& remote_id)> is_it = {};
  MirrorProgress progress = {};
};

/// An account here and the same at the hosted platform, or at any server that answers as it.
///
///     Mirror mirror(session, client, "https://api.example.com");
///     auto pulled = mirror.pull();
///     auto pushed = mirror.push();
///
/// Which record is which is kept in the registry (`RemoteRecords`), and how both were when they
/// were last the same: so a second pull or push does nothing, one that broke off goes on where it
/// stopped, and what has changed on both sides is a conflict and not lost. Deletions are brought
/// over by `PullOptions::prune` alone.
///
/// Thread safety: as the session's and the client's.
class MODELREG_EXPORT Mirror {
 public:
  /// `remote`: what the platform is called here, 1 to 1024 characters; its address serves. Another
  /// account there needs another one. Throws: `invalid_argument`.
  Mirror(Session session, Client client, std::string remote);

  /// Bring groups, instances and deployments here, with their ids, dates and documents, in the
  /// session's account: what is new is stored, and what has changed there updated.
  ///
  /// All or nothing: everything is fetched first, page by page, into a temporary file, and then
  /// stored in one transaction. A record here with the id of one there is the same one; if it was
  /// never pulled and is another, that is a conflict.
  ///
  /// Throws: as the client's lists; `invalid_argument` if a record there breaks a rule here;
  /// `storage` if the temporary file cannot be written.
  MirrorReport pull(const PullOptions& options = {});

  /// Create there what has no counterpart, groups, then instances, then deployments, and update
  /// what was changed here alone. Ids, dates and users are the platform's; an instance is in the
  /// group there that its group is. A record there with the id of one here is its counterpart; if
  /// they were never brought together and differ, that is a conflict.
  ///
  /// Each pair is stored before the next request is made. Whether a request whose answer was lost
  /// was carried out, the next push finds out by looking for the record.
  ///
  /// A record that the platform refuses is reported, and the others are brought over. Throws: as
  /// the client's calls, if it cannot be reached, its key is not accepted or an answer is lost;
  /// what was brought over until then stays.
  MirrorReport push(const PushOptions& options = {});

 private:
  Session session_;
  Client client_;
  RemoteRecords pairs_;
};

}  // namespace modelreg
