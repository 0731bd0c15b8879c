#include "storage/notifier.hpp"

#include <algorithm>
#include <utility>

namespace modelreg::storage {

void Listener::tell(const ChangeNotice& notice) noexcept {
  const std::lock_guard lock(telling_);
  if (ended_) return;
  try {
    subscriber_(notice);
  } catch (...) {  // NOLINT(bugprone-empty-catch): what is told of is done, and nobody can undo it
  }
}

void Listener::end() noexcept {
  notifier_->forget(*this);
  const std::lock_guard lock(telling_);
  ended_ = true;
}

void Notifier::note(const std::string& account, RecordKind kind, const std::string& id,
                    RecordEvent event, const std::optional<ModelGroupId>& group) {
  if (!is_wanted()) return;
  if (noted_.empty()) noted_.emplace_back();
  noted_.back().records.push_back({account, kind, id, event, group});
}

void Notifier::note_anything() {
  if (!is_wanted()) return;
  if (noted_.empty()) noted_.emplace_back();
  noted_.back().anything = true;
}

std::size_t Notifier::noted() const noexcept {
  return noted_.empty() ? 0 : noted_.back().records.size();
}

void Notifier::take_back_to(std::size_t noted) noexcept {
  if (noted_.empty()) return;
  auto& records = noted_.back().records;
  records.erase(records.begin() + static_cast<std::ptrdiff_t>(noted), records.end());
  if (records.empty() && !noted_.back().anything) noted_.clear();
}

void Notifier::commit() noexcept {
  if (noted_.empty()) return;
  const std::lock_guard lock(mutex_);
  committed_.splice(committed_.end(), noted_);
}

void Notifier::tell() noexcept {
  if (!is_wanted()) return;
  std::unique_lock lock(mutex_);
  if (telling_) return;
  telling_ = true;
  while (!committed_.empty()) {
    std::list<ChangeNotice> next;
    next.splice(next.end(), committed_, committed_.begin());
    const auto listeners = listeners_;
    lock.unlock();
    for (const auto& listener : *listeners) listener->tell(next.front());
    lock.lock();
  }
  telling_ = false;
}

std::shared_ptr<Listener> Notifier::subscribe(Subscriber subscriber) {
  auto listener = std::make_shared<Listener>(shared_from_this(), std::move(subscriber));
  const std::lock_guard lock(mutex_);
  auto listeners = std::make_shared<Listeners>(*listeners_);
  listeners->push_back(listener);
  listeners_ = std::move(listeners);
  wanted_.store(true, std::memory_order_release);
  return listener;
}

/// Without memory for a shorter list it stays in the old one, and is told nothing.
void Notifier::forget(const Listener& listener) noexcept {
  try {
    const std::lock_guard lock(mutex_);
    auto listeners = std::make_shared<Listeners>();
    for (const auto& other : *listeners_) {
      if (other.get() != &listener) listeners->push_back(other);
    }
    wanted_.store(!listeners->empty(), std::memory_order_release);
    listeners_ = std::move(listeners);
  } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch)
  }
}

}  // namespace modelreg::storage
