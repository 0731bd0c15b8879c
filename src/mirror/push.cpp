#include "mirror/push.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "mirror/content.hpp"
#include "mirror/each_there.hpp"
#include "mirror/sides.hpp"

namespace modelreg::mirror {
namespace {

constexpr int records_at_a_time = 256;  // of those here

template <class Record>
MirrorFinding finding_of(const Record& record, MirrorProblem problem, std::string why) {
  return {problem, Sides<Record>::kind, record.id.str(), record.name, std::move(why)};
}

/// Whether the platform refused this record, and nothing else is wrong.
bool is_refusal(const Error& error) {
  return error.code() == ErrorCode::invalid_argument || error.code() == ErrorCode::conflict ||
         error.code() == ErrorCode::not_found;
}

/// Whether what was to be created may have been.
bool may_be_done(const Error& error) {
  return error.code() == ErrorCode::outcome_unknown || error.code() == ErrorCode::unexpected_answer;
}

}  // namespace

MirrorReport Push::run() {
  stride_.expect(here_.count_model_groups() + here_.count_model_instances() +
                 here_.count_model_deployments());
  push_all<ModelGroup>();
  push_all<ModelInstance>();
  push_all<ModelDeployment>();
  stride_.show();
  return report_;
}

template <class Record>
void Push::push_all() {
  if (!options_.dry_run) find_unanswered<Record>();
  for (const Record& record : Sides<Record>::walk(here_, records_at_a_time)) {
    push(record);
    stride_.step();
  }
}

template <class Record>
void Push::push(const Record& record) {
  using Side = Sides<Record>;
  const auto pair = pairs_.find(Side::kind, record.id.str());
  if (pair && pair->remote_id && pair->state_here == state_of(record)) {
    ++counts_of(report_, Side::kind).unchanged;
    return;
  }
  if (pair && !pair->remote_id) {
    leave(report_, finding_of(record, MirrorProblem::unclear,
                              "an answer was lost, and a record like it is there; say whether it "
                              "is the same"));
    return;
  }
  auto content = content_of(record);
  std::string parent;
  if (!translate(record, content, parent)) {
    leave(report_,
          finding_of(record, MirrorProblem::refused, "what it belongs to was not brought over"));
    return;
  }
  try {
    const std::string remote_id = pair ? pair->remote_id.value() : record.id.str();
    const auto counterpart = Side::find(there_, remote_id, parent);
    if (counterpart) {
      update(record, content, parent, *counterpart, pair ? pair->state_there : std::nullopt);
    } else if (pair && !options_.force) {
      leave(report_,
            finding_of(record, MirrorProblem::gone_there, "was deleted there and changed here"));
    } else {
      create(record, content, parent);
    }
  } catch (const Error& error) {
    if (!is_refusal(error)) throw;
    leave(report_, finding_of(record, MirrorProblem::refused, error.what()));
  }
}

/// That a record is about to be created is stored first: if the answer is lost, it is looked for.
template <class Record, class Content>
void Push::create(const Record& record, const Content& content, const std::string& parent) {
  using Side = Sides<Record>;
  const std::string id = record.id.str();
  if (!options_.dry_run) {
    pairs_.save({Side::kind, id, std::nullopt, state_of(record), trait_of(content, parent)});
    try {
      const auto created = Side::create(there_, content, parent);
      pairs_.save({Side::kind, id, created.id.str(), state_of(record), state_of(created)});
    } catch (const Error& error) {
      if (!may_be_done(error)) pairs_.forget(Side::kind, id);
      throw;
    }
  }
  ++counts_of(report_, Side::kind).created;
}

/// `known`: the state of what is there when both were last the same, if they ever were.
template <class Record, class Content>
void Push::update(const Record& record, const Content& content, const std::string& parent,
                  const Record& there, const std::optional<std::string>& known) {
  using Side = Sides<Record>;
  auto& counts = counts_of(report_, Side::kind);
  Record updated = there;
  const auto before = content_of(there);
  if (before == content) {
    ++counts.unchanged;
  } else {
    if (state_of(there) != known && !options_.force) {
      leave(report_,
            finding_of(record, MirrorProblem::conflict,
                       known ? "was changed on both sides" : "another record there has its id"));
      return;
    }
    if (!options_.dry_run) {
      updated = Side::update(there_, there.id.str(), changes_between(before, content), parent);
    }
    ++counts.updated;
  }
  if (!options_.dry_run) {
    pairs_.save({Side::kind, record.id.str(), there.id.str(), state_of(record), state_of(updated)});
  }
}

template <class Record>
void Push::find_unanswered() {
  using Side = Sides<Record>;
  std::multimap<std::string, RemoteRecord> waiting;  // by what they are found again by
  for (auto& pair : pairs_.list_unanswered(Side::kind)) {
    std::string trait = pair.state_there.value_or("");
    waiting.emplace(std::move(trait), std::move(pair));
  }
  if (waiting.empty()) return;

  std::map<std::string, std::vector<Record>> found;  // there, and no other record here is it
  each_there<Record>(there_, [&](Record& record, std::int64_t) {
    std::string trait = trait_of(content_of(record), belongs_to(record));
    if (!waiting.contains(trait) || pairs_.find_there(Side::kind, record.id.str())) return;
    found[std::move(trait)].push_back(std::move(record));
  });

  for (const auto& [trait, pair] : waiting) {
    auto& candidates = found[trait];
    const auto record = Side::find(here_, pair.id);
    if (!record) continue;
    const auto finding = finding_of(*record, MirrorProblem::unclear, "an answer was lost");
    if (candidates.empty()) {
      pairs_.forget(Side::kind, pair.id);  // it was not created
      continue;
    }
    if (!options_.is_it) continue;
    const auto same = std::find_if(candidates.begin(), candidates.end(), [&](const Record& there) {
      return options_.is_it(finding, there.id.str());
    });
    if (same == candidates.end()) {
      pairs_.forget(Side::kind, pair.id);
      continue;
    }
    pairs_.save({Side::kind, pair.id, same->id.str(), pair.state_here, state_of(*same)});
    candidates.erase(same);
  }
}

bool Push::translate(const ModelGroup&, NewModelGroup&, std::string&) const { return true; }

bool Push::translate(const ModelInstance& record, NewModelInstance& content, std::string&) const {
  if (!record.model_group_id) return true;
  const auto group = id_there(RecordKind::model_group, record.model_group_id->str());
  if (group) content.model_group_id = ModelGroupId(*group);
  return group.has_value();
}

bool Push::translate(const ModelDeployment& record, NewModelDeployment&,
                     std::string& parent) const {
  const auto instance = id_there(RecordKind::model_instance, record.model_instance_id.str());
  if (instance) parent = *instance;
  return instance.has_value();
}

std::optional<std::string> Push::id_there(RecordKind kind, const std::string& id) const {
  const auto pair = pairs_.find(kind, id);
  if (pair && pair->remote_id) return pair->remote_id;
  return options_.dry_run ? std::optional(id) : std::nullopt;
}

}  // namespace modelreg::mirror
