#include "registry_worker.hpp"

#include <QElapsedTimer>
#include <QMetaObject>
#include <algorithm>
#include <chrono>
#include <utility>

using namespace Qt::StringLiterals;

namespace desktop {
namespace {

/// Nobody looks at a window that says nothing for longer.
constexpr std::chrono::seconds longest_wait{3};
constexpr qint64 rest_after_failure_ms = 500;

QString advice(const std::exception& failure) {
  const auto* const error = dynamic_cast<const modelreg::Error*>(&failure);
  if (error != nullptr && error->code() == modelreg::ErrorCode::busy) {
    return u"Another program keeps the registry locked. It is tried again until it can be read."_s;
  }
  return shown(failure.what()) + u". It is tried again until it can be read."_s;
}

QString advice_for_adding(const modelreg::Error& error) {
  switch (error.code()) {
    case modelreg::ErrorCode::busy:
      return u"Nothing was added: another program keeps the registry locked. Drop it again."_s;
    case modelreg::ErrorCode::not_found:
      return u"Nothing was added: the group or a model was deleted meanwhile."_s;
    case modelreg::ErrorCode::outcome_unknown:
      return u"The disk failed: look whether the models are in the group, and drop them again."_s;
    default:
      return u"Nothing was added: "_s + shown(error.what());
  }
}

}  // namespace

RegistryWorker::RegistryWorker(std::filesystem::path file, modelreg::Identity identity)
    : file_(std::move(file)), identity_(std::move(identity)) {
  connect(&timer_, &QTimer::timeout, this, &RegistryWorker::follow);
  in_own_thread([this] { timer_.start(poll_ms); });
}

void RegistryWorker::open_list(quint64 list, const Wanted& wanted) {
  {
    const std::lock_guard lock(wishes_mutex_);
    wishes_[list] = wanted;
  }
  in_own_thread([this, list] { grant(list); });
}

void RegistryWorker::fetch_more(quint64 list) {
  in_own_thread([this, list] {
    const auto found = lists_.find(list);
    if (found != lists_.end()) attempt([&] { read_more(list, found->second); });
  });
}

void RegistryWorker::close_list(quint64 list) {
  in_own_thread([this, list] { lists_.erase(list); });
}

void RegistryWorker::show_record(quint64 request, const Subject& subject) {
  {
    const std::lock_guard lock(wishes_mutex_);
    wished_record_ = {request, subject};
  }
  in_own_thread([this] {
    {
      const std::lock_guard lock(wishes_mutex_);
      if (!wished_record_) return;
      shown_ = std::exchange(wished_record_, std::nullopt);
    }
    details_ = {};
    attempt([&] {
      details_ = read_details(session(), shown_->subject);
      Q_EMIT record_read(shown_->request, details_);
    });
  });
}

void RegistryWorker::add_to_group(const std::string& group,
                                  const std::vector<std::string>& models) {
  in_own_thread([this, group, models] {
    try {
      const std::vector<modelreg::ModelInstanceId> ids(models.begin(), models.end());
      const auto added = session().add_model_instances(modelreg::ModelGroupId{group}, ids);
      Q_EMIT told(added == 0   ? u"It is in that group already."_s
                  : added == 1 ? u"1 model added to the group."_s
                               : u"%1 models added to the group."_s.arg(added));
    } catch (const modelreg::Error& error) {
      Q_EMIT told(advice_for_adding(error));
    }
    follow();
  });
}

void RegistryWorker::in_own_thread(std::function<void()> work) {
  QMetaObject::invokeMethod(this, std::move(work), Qt::QueuedConnection);
}

void RegistryWorker::attempt(const std::function<void()>& work) {
  try {
    work();
    if (std::exchange(is_failing_, false)) Q_EMIT recovered();
  } catch (const std::exception& failure) {
    has_changed_ = true;  // so that all of it is read when the timer comes by
    is_failing_ = true;
    Q_EMIT failed(advice(failure));
  }
}

modelreg::Session& RegistryWorker::session() {
  if (!session_) {
    registry_ = modelreg::Registry::open(file_, {.busy_timeout = longest_wait});
    subscription_ = registry_->subscribe([this](const auto&) { has_changed_ = true; });
    session_ = registry_->session(identity_);
  }
  return *session_;
}

void RegistryWorker::follow() {
  if (!is_failing_) {
    attempt([&] {
      session();
      registry_->poll_changes();
    });
  }
  if (has_changed_ && rest_.hasExpired()) read_everything_again();
}

void RegistryWorker::read_everything_again() {
  QElapsedTimer taken;
  taken.start();
  attempt([&] {
    has_changed_ = false;
    read_record();
    for (auto& [number, list] : lists_) {
      // One more page of a list that was complete, since what is new is at its end.
      const auto pages = list.rows.size() / page_rows + (list.is_complete ? 1 : 0);
      read_list(number, list, std::max<std::size_t>(pages, 1) * page_rows);
    }
    for (auto& [number, list] : lists_) count(number, list);
  });
  // A program that writes without a pause must not keep this one busy, nor a file that is gone.
  rest_ = QDeadlineTimer(is_failing_ ? rest_after_failure_ms : 2 * taken.elapsed());
}

void RegistryWorker::grant(quint64 number) {
  auto& list = lists_[number];
  {
    const std::lock_guard lock(wishes_mutex_);
    const auto wish = wishes_.find(number);
    if (wish == wishes_.end()) return;  // a newer one was granted already
    list.wanted = wish->second;
    wishes_.erase(wish);
  }
  list.count = -1;
  attempt([&] { read_list(number, list, page_rows); });
  in_own_thread([this, number] {
    const auto found = lists_.find(number);
    if (found == lists_.end() || found->second.count >= 0) return;
    attempt([&] { count(number, found->second); });
  });
}

void RegistryWorker::read_list(quint64 number, List& list, std::size_t most) {
  list.more = {};
  auto source = rows_of(session(), list.wanted);
  auto rows = source(most);
  list.is_complete = rows.size() < most;
  auto edits = edits_between(list.rows, rows);
  list.rows = std::move(rows);
  list.more = std::move(source);
  Q_EMIT list_changed({.list = number, .edits = std::move(edits), .is_complete = list.is_complete});
}

void RegistryWorker::read_more(quint64 number, List& list) {
  if (!list.more) return;  // all of it will be read again
  const auto source = std::exchange(list.more, {});
  auto rows = source(page_rows);
  list.is_complete = rows.size() < page_rows;
  list.more = source;
  ListChange change{.list = number, .edits = {}, .is_complete = list.is_complete};
  if (!rows.empty()) {
    const auto first = list.rows.size();
    list.rows.insert(list.rows.end(), rows.begin(), rows.end());
    change.edits.emplace_back(RowsInserted{.first = first, .rows = std::move(rows)});
  }
  Q_EMIT list_changed(change);
}

void RegistryWorker::count(quint64 number, List& list) {
  const auto rows = count_of(session(), list.wanted);
  if (std::exchange(list.count, rows) != rows) Q_EMIT list_counted(number, rows);
}

void RegistryWorker::read_record() {
  if (!shown_) return;
  auto details = read_details(session(), shown_->subject);
  if (details == details_) return;
  details_ = std::move(details);
  Q_EMIT record_read(shown_->request, details_);
}

}  // namespace desktop
