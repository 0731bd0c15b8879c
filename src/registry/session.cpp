#include "modelreg/session.hpp"

#include <utility>

#include "storage/store.hpp"

namespace modelreg {

Session::Session(std::shared_ptr<storage::Store> store, std::shared_ptr<const Identity> identity)
    : store_(std::move(store)), identity_(std::move(identity)) {}

const Identity& Session::identity() const noexcept { return *identity_; }

void Session::transaction(const std::function<void(Session&)>& work) {
  store_->write([&] { store_->call_out([&] { work(*this); }); });
}

void Session::at_one_moment(const std::function<void(const Session&)>& work) const {
  store_->read([&] { store_->call_out([&] { work(*this); }); });
}

}  // namespace modelreg
