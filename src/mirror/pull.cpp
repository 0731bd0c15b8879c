#include "mirror/pull.hpp"

#include <utility>

#include "mirror/content.hpp"
#include "mirror/each_there.hpp"
#include "mirror/sides.hpp"

namespace modelreg::mirror {
namespace {

/// Ends the transaction of a pull that is only tried.
struct OnlyTried {};

/// When and by whom a record was made is each side's own, unless it came from there.
template <class Record>
void keep_what_is_here(Record& wanted, const Record& stored, bool has_id_of_there) {
  if (has_id_of_there) return;
  wanted.created_at = stored.created_at;
  wanted.created_by_user_id = stored.created_by_user_id;
}
void count_deployments(ModelGroup&, const ModelGroup*) {}
void count_deployments(ModelDeployment&, const ModelDeployment*) {}
void count_deployments(ModelInstance& wanted, const ModelInstance* stored) {
  wanted.deployment_count = stored == nullptr ? 0 : stored->deployment_count;
}

/// Whether the deletion of `record` would take something along that was never there.
bool has_own_deployments(const Session&, const ModelGroup&) { return false; }
bool has_own_deployments(const Session&, const ModelDeployment&) { return false; }
bool has_own_deployments(const Session& here, const ModelInstance& record) {
  return here.count_model_deployments({.model_instance_id = record.id}) > 0;
}

}  // namespace

// Fetched from the bottom up: whatever a record belongs to was there when it was, and so is fetched
// after it, unless it was deleted meanwhile.
MirrorReport Pull::run() {
  fetch<ModelDeployment>(deployments_);
  fetch<ModelInstance>(instances_);
  fetch<ModelGroup>(groups_);
  stride_.show();
  try {
    here_.transaction([&](Session& here) {
      store_all(here);
      if (options_.dry_run) throw OnlyTried();
    });
  } catch (const OnlyTried&) {  // and taken back
  }
  return report_;
}

template <class Record>
void Pull::fetch(Fetched& fetched) {
  const auto before = stride_.done();
  each_there<Record>(there_, [&](const Record& record, std::int64_t all) {
    stride_.expect(before + all);
    fetched.records.write(to_json_text(record));
    if (options_.prune) fetched.ids.insert(record.id.str());
    stride_.step();
  });
  fetched.records.rewind();
  if (options_.prune) find_gone<Record>(fetched);
}

/// A list that others change while it is fetched may lack records that are there: so each that is
/// missing is asked for.
template <class Record>
void Pull::find_gone(Fetched& fetched) {
  for (auto& pair : pairs_.list(Sides<Record>::kind)) {
    if (!pair.remote_id || fetched.ids.contains(*pair.remote_id)) continue;
    const auto record = Sides<Record>::find(here_, pair.id);
    if (!record) continue;
    std::string instance = belongs_to(*record);
    if (!instance.empty()) {
      const auto parent = pairs_.find(RecordKind::model_instance, instance);
      if (parent) instance = parent->remote_id.value_or(instance);
    }
    if (Sides<Record>::find(there_, *pair.remote_id, instance)) continue;
    fetched.gone.push_back(std::move(pair));
  }
  fetched.ids.clear();
}

void Pull::store_all(Session& here) {
  store<ModelGroup>(here, groups_);
  store<ModelInstance>(here, instances_);
  store<ModelDeployment>(here, deployments_);
  prune<ModelDeployment>(here, deployments_);
  prune<ModelInstance>(here, instances_);
  prune<ModelGroup>(here, groups_);
}

template <class Record>
void Pull::store(Session& here, Fetched& fetched) {
  while (const auto text = fetched.records.read()) store(here, from_json_text<Record>(*text));
}

template <class Record>
void Pull::store(Session& here, const Record& there) {
  using Side = Sides<Record>;
  auto& counts = counts_of(report_, Side::kind);
  const auto pair = pairs_.find_there(Side::kind, there.id.str());
  Record wanted = there;
  if (pair) wanted.id = Id<Record>(pair->id);
  wanted.account_id = here.identity().account_id;
  const auto finding = [&](MirrorProblem problem, std::string why) {
    leave(report_, {problem, Side::kind, wanted.id.str(), wanted.name, std::move(why)});
  };
  if (!translate(wanted)) {
    finding(MirrorProblem::refused, "its model instance was not brought over");
    return;
  }
  const auto stored = Side::find(here, wanted.id.str());
  count_deployments(wanted, stored ? &*stored : nullptr);
  if (stored) keep_what_is_here(wanted, *stored, wanted.id == there.id);

  const std::string state_there = state_of(there);
  if (stored && *stored != wanted && !options_.force) {
    const std::string state_here = state_of(*stored);
    if (!pair) {
      finding(MirrorProblem::conflict, "another record here has its id");
      return;
    }
    if (state_here != pair->state_here) {
      if (state_there == pair->state_there) {
        finding(MirrorProblem::changed_here, "was changed here; push brings it there");
      } else {
        finding(MirrorProblem::conflict, "was changed on both sides");
      }
      return;
    }
  }
  if (!stored || *stored != wanted) {
    try {
      wanted = Side::store(here, wanted).record;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::conflict) throw;
      finding(MirrorProblem::conflict, error.what());
      return;
    }
  }
  ++(!stored ? counts.created : *stored == wanted ? counts.unchanged : counts.updated);
  const RemoteRecord now{Side::kind, wanted.id.str(), there.id.str(), state_of(wanted),
                         state_there};
  if (pair != now) pairs_.save(now);
}

std::optional<std::string> Pull::id_here(RecordKind kind, const std::string& id) const {
  const auto pair = pairs_.find_there(kind, id);
  return pair ? std::optional(pair->id) : std::nullopt;
}

bool Pull::translate(ModelGroup&) const { return true; }

/// A group that is not here was deleted since: then the instance is in none.
bool Pull::translate(ModelInstance& record) const {
  if (!record.model_group_id) return true;
  if (const auto id = id_here(RecordKind::model_group, record.model_group_id->str())) {
    record.model_group_id = ModelGroupId(*id);
  } else if (!here_.has_model_group(*record.model_group_id)) {
    record.model_group_id.reset();
  }
  return true;
}

bool Pull::translate(ModelDeployment& record) const {
  if (const auto id = id_here(RecordKind::model_instance, record.model_instance_id.str())) {
    record.model_instance_id = ModelInstanceId(*id);
    return true;
  }
  return here_.has_model_instance(record.model_instance_id);
}

template <class Record>
void Pull::prune(Session& here, const Fetched& fetched) {
  using Side = Sides<Record>;
  for (const auto& pair : fetched.gone) {
    const auto stored = Side::find(here, pair.id);
    if (!stored) continue;  // went with its instance
    const auto finding = [&](std::string why) {
      leave(report_,
            {MirrorProblem::gone_there, Side::kind, pair.id, stored->name, std::move(why)});
    };
    if (!options_.force && state_of(*stored) != pair.state_here) {
      finding("was deleted there and changed here");
    } else if (!options_.force && has_own_deployments(here, *stored)) {
      finding("was deleted there and has deployments here");
    } else {
      Side::erase(here, pair.id);
      ++counts_of(report_, Side::kind).deleted;
    }
  }
}

}  // namespace modelreg::mirror
