#include "storage/maintenance_threads.hpp"

#include <algorithm>

#include "modelreg/error.hpp"
#include "storage/deadline.hpp"

namespace modelreg::storage {

MaintenanceThreads::Member::Member(MaintenanceThreads& threads) : all_(threads) {
  const std::lock_guard lock(all_.mutex_);
  all_.threads_.push_back(std::this_thread::get_id());
  ++all_.count_;
}

MaintenanceThreads::Member::~Member() {
  if (guard_.in_child()) return;  // who had locked it may not be here
  const std::lock_guard lock(all_.mutex_);
  all_.threads_.erase(
      std::find(all_.threads_.begin(), all_.threads_.end(), std::this_thread::get_id()));
  --all_.count_;
  all_.ended_.notify_all();
}

bool MaintenanceThreads::wait_for_end(std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  if (std::find(threads_.begin(), threads_.end(), std::this_thread::get_id()) != threads_.end()) {
    throw Error({{"",
                  "the registry cannot be changed while this thread copies or checks it; change it "
                  "when that is done",
                  "value_error"}});
  }
  return ended_.wait_until(lock, time_after(std::chrono::steady_clock::now(), timeout),
                           [this] { return threads_.empty(); });
}

}  // namespace modelreg::storage
