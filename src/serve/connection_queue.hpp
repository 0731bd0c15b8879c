#pragma once

#include <httplib.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace modelreg::serve {

/// The connections of a server and the threads that serve them, one for each connection. When as
/// many wait as are served, no more are accepted until one is done: they stay in the system's
/// queue.
class ConnectionQueue : public httplib::TaskQueue {
 public:
  /// What cpp-httplib wants to know has become `bool` since 0.11.
  using Enqueued = decltype(std::declval<httplib::TaskQueue&>().enqueue({}));

  explicit ConnectionQueue(std::size_t most_at_once);
  ~ConnectionQueue() override;

  Enqueued enqueue(std::function<void()> serve) override;
  void shutdown() override;

 private:
  void work();

  std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable some_wait_;
  std::condition_variable fewer_wait_;
  std::deque<std::function<void()>> waiting_;
  bool ends_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace modelreg::serve
