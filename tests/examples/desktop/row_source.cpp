#include "row_source.hpp"

#include <memory>
#include <unordered_map>
#include <utility>

namespace desktop {
namespace {

constexpr int rows_at_a_time = 100;

/// The next records of a walk. It moves on when it is asked again: one step earlier, and it would
/// look for a page that nobody may want.
template <class Record>
class Reader {
 public:
  explicit Reader(modelreg::Walk<Record> walk) : walk_(std::move(walk)) {}

  std::vector<Record> next(std::size_t most) {
    std::vector<Record> records;
    auto at = walk_.begin();
    while (records.size() < most) {
      if (std::exchange(is_taken_, false)) ++at;
      if (at == walk_.end()) break;
      records.push_back(*at);
      is_taken_ = true;
    }
    return records;
  }

 private:
  modelreg::Walk<Record> walk_;
  bool is_taken_ = false;  ///< The record that the walk stands at.
};

std::vector<Row> rows_of_groups(const modelreg::Session& session,
                                const std::vector<modelreg::ModelGroup>& groups) {
  std::vector<modelreg::ModelGroupId> ids;
  for (const auto& group : groups) ids.push_back(group.id);
  const auto counts = session.count_model_instances_of(ids);
  std::vector<Row> rows;
  for (const auto& group : groups) {
    rows.push_back(
        {.id = group.id.str(), .name = shown(group.name), .models = counts[rows.size()]});
  }
  return rows;
}

/// With the name of the group of each: below a group, it need not be told.
std::vector<Row> rows_of_models(const modelreg::Session& session,
                                const std::vector<modelreg::ModelInstance>& models,
                                bool with_group) {
  std::unordered_map<modelreg::ModelGroupId, QString> names;
  const auto name_of = [&](const modelreg::ModelGroupId& id) {
    const auto [found, is_new] = names.try_emplace(id);
    if (is_new) {
      if (const auto group = session.find_model_group(id)) found->second = shown(group->name);
    }
    return found->second;
  };
  std::vector<Row> rows;
  for (const auto& model : models) {
    rows.push_back(
        {.id = model.id.str(),
         .name = shown(model.name),
         .type = shown(to_string(model.model_type)),
         .vendor = model.model_vendor ? shown(to_string(*model.model_vendor)) : QString(),
         .group = with_group && model.model_group_id ? name_of(*model.model_group_id) : QString()});
  }
  return rows;
}

/// A walk cannot be copied, and a function must be.
template <class Record, class ToRows>
RowSource source_of(const modelreg::Session& session, modelreg::Walk<Record> walk, ToRows to_rows) {
  auto reader = std::make_shared<Reader<Record>>(std::move(walk));
  return
      [session, reader, to_rows](std::size_t most) { return to_rows(session, reader->next(most)); };
}

}  // namespace

RowSource rows_of(const modelreg::Session& session, const Wanted& wanted) {
  if (const auto* groups = std::get_if<modelreg::ModelGroupFilter>(&wanted)) {
    return source_of(session,
                     session.walk_model_groups(*groups, {{.field = "name"}}, rows_at_a_time),
                     rows_of_groups);
  }
  const auto& models = std::get<modelreg::ModelInstanceFilter>(wanted);
  const bool with_group = !models.model_group_id.has_value();
  return source_of(session, session.walk_model_instances(models, rows_at_a_time),
                   [with_group](const auto& reading, const auto& found) {
                     return rows_of_models(reading, found, with_group);
                   });
}

qint64 count_of(const modelreg::Session& session, const Wanted& wanted) {
  if (const auto* groups = std::get_if<modelreg::ModelGroupFilter>(&wanted)) {
    return session.count_model_groups(*groups);
  }
  return session.count_model_instances(std::get<modelreg::ModelInstanceFilter>(wanted));
}

}  // namespace desktop
