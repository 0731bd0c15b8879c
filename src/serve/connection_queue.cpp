#include "serve/connection_queue.hpp"

namespace modelreg::serve {

ConnectionQueue::ConnectionQueue(std::size_t most_at_once) : most_waiting_(most_at_once) {
  threads_.reserve(most_at_once);
  for (std::size_t i = 0; i < most_at_once; ++i) threads_.emplace_back([this] { work(); });
}

ConnectionQueue::~ConnectionQueue() { ConnectionQueue::shutdown(); }

ConnectionQueue::Enqueued ConnectionQueue::enqueue(std::function<void()> serve) {
  {
    std::unique_lock lock(mutex_);
    fewer_wait_.wait(lock, [this] { return waiting_.size() < most_waiting_; });
    waiting_.push_back(std::move(serve));
  }
  some_wait_.notify_one();
  return Enqueued(true);
}

/// Those that wait are served, too: each of them is a socket that must be closed.
void ConnectionQueue::shutdown() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  some_wait_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void ConnectionQueue::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    some_wait_.wait(lock, [this] { return ends_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const auto serve = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    fewer_wait_.notify_one();
    serve();
    lock.lock();
  }
}

}  // namespace modelreg::serve
