#include <algorithm>
#include <iterator>
#include <new>
#include <utility>

#include "modelreg/registry.hpp"
#include "modelreg/session.hpp"
#include "storage/store.hpp"

/// Who is told of changes.
namespace modelreg {
namespace {

void require_subscriber(const Subscriber& subscriber) {
  if (!subscriber) throw Error({{"subscriber", "must be a function", "missing"}});
}

/// Tell what of `notice` is the account's, if anything is.
void tell_account(const std::string& account, const Subscriber& subscriber,
                  const ChangeNotice& notice) {
  ChangeNotice own{.records = {}, .anything = notice.anything};
  try {
    std::copy_if(notice.records.begin(), notice.records.end(), std::back_inserter(own.records),
                 [&](const RecordChange& change) { return change.account_id == account; });
  } catch (const std::bad_alloc&) {
    own.anything = true;
  }
  if (own.anything || !own.records.empty()) subscriber(own);
}

}  // namespace

Subscription::Subscription(std::shared_ptr<storage::Listener> listener)
    : listener_(std::move(listener)) {}

Subscription& Subscription::operator=(Subscription&& other) noexcept {
  if (this != &other) {
    end();
    listener_ = std::move(other.listener_);
  }
  return *this;
}

Subscription::~Subscription() { end(); }

void Subscription::end() noexcept {
  if (const auto listener = std::exchange(listener_, nullptr)) listener->end();
}

Subscription Registry::subscribe(Subscriber subscriber) const {
  require_subscriber(subscriber);
  return Subscription(store_->notifier().subscribe(std::move(subscriber)));
}

bool Registry::poll_changes() const { return store_->poll_changes(); }

Subscription Session::subscribe(Subscriber subscriber) const {
  require_subscriber(subscriber);
  return Subscription(store_->notifier().subscribe(
      [account = identity_->account_id, told = std::move(subscriber)](const ChangeNotice& notice) {
        tell_account(account, told, notice);
      }));
}

}  // namespace modelreg
