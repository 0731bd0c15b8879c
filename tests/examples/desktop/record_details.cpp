#include "record_details.hpp"

#include <QDateTime>
#include <QLocale>
#include <array>
#include <chrono>

#include "indented_json.hpp"
#include "modelreg/json_text.hpp"
#include "row.hpp"

using namespace Qt::StringLiterals;

namespace desktop {
namespace {

constexpr qsizetype longest_description = 500;

QString beginning_of(const std::string& text) {
  const auto whole = shown(text);
  return whole.size() <= longest_description ? whole : whole.left(longest_description) + u"…"_s;
}

QString time_of(modelreg::Timestamp time) {
  const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
  return QDateTime::fromMSecsSinceEpoch(since.count()).toString(u"yyyy-MM-dd HH:mm:ss"_s);
}

/// What both kinds of records have.
template <class Record>
RecordDetails details_of(const Record& record) {
  RecordDetails details;
  details.is_there = true;
  details.name = shown(record.name);
  if (record.description) details.description = beginning_of(*record.description);
  details.json = shown(indented_json(modelreg::to_json_text(record)));
  return details;
}

template <class Record>
void add_origin(const Record& record, RecordDetails& details) {
  details.facts.emplace_back(u"Created"_s, u"%1 by %2"_s.arg(time_of(record.created_at),
                                                             shown(record.created_by_user_id)));
  details.facts.emplace_back(u"Id"_s, shown(record.id.str()));
}

RecordDetails details_of_group(const modelreg::Session& session, const modelreg::ModelGroupId& id) {
  const auto group = session.find_model_group(id);
  if (!group) return {};
  auto details = details_of(*group);
  const auto models = session.count_model_instances_of(std::array{id}).front();
  details.facts.emplace_back(u"Models"_s, QLocale().toString(static_cast<qlonglong>(models)));
  add_origin(*group, details);
  return details;
}

RecordDetails details_of_model(const modelreg::Session& session,
                               const modelreg::ModelInstanceId& id) {
  const auto model = session.find_model_instance(id);
  if (!model) return {};
  auto details = details_of(*model);
  details.facts.emplace_back(u"Type"_s, shown(to_string(model->model_type)));
  if (model->model_vendor) {
    details.facts.emplace_back(u"Vendor"_s, shown(to_string(*model->model_vendor)));
  }
  if (model->model_group_id) {
    const auto group = session.find_model_group(*model->model_group_id);
    if (group) details.facts.emplace_back(u"Group"_s, shown(group->name));
  }
  details.facts.emplace_back(u"Deployments"_s, QString::number(model->deployment_count));
  add_origin(*model, details);
  return details;
}

}  // namespace

RecordDetails read_details(const modelreg::Session& session, const Subject& subject) {
  return subject.is_group ? details_of_group(session, modelreg::ModelGroupId{subject.id})
                          : details_of_model(session, modelreg::ModelInstanceId{subject.id});
}

}  // namespace desktop
