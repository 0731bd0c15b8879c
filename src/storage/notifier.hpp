#pragma once

#include <atomic>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "modelreg/change_notice.hpp"

namespace modelreg::storage {

class Notifier;

/// One subscriber. Called by one thread at a time, and by none after its end.
class Listener {
 public:
  Listener(std::shared_ptr<Notifier> notifier, Subscriber subscriber)
      : notifier_(std::move(notifier)), subscriber_(std::move(subscriber)) {}

  void tell(const ChangeNotice& notice) noexcept;
  void end() noexcept;

 private:
  std::shared_ptr<Notifier> notifier_;
  Subscriber subscriber_;
  std::recursive_mutex telling_;  // recursive: who is told may end it
  bool ended_ = false;
};

/// Tells subscribers of each commit, after it. What is noted belongs to the transaction that is
/// open, and is guarded by the store as that is; the rest may be called by any thread.
class Notifier : public std::enable_shared_from_this<Notifier> {
 public:
  /// Whether it makes sense to note anything.
  [[nodiscard]] bool is_wanted() const noexcept { return wanted_.load(std::memory_order_acquire); }

  void note(const std::string& account, RecordKind kind, const std::string& id, RecordEvent event,
            const std::optional<ModelGroupId>& group = {});
  void note_anything();
  /// How much is noted; what was noted since is taken back.
  [[nodiscard]] std::size_t noted() const noexcept;
  void take_back_to(std::size_t noted) noexcept;
  /// What is noted is true from now on.
  void commit() noexcept;

  /// Tell what is committed, in order, with no lock of the store. A thread that comes while another
  /// one tells leaves what it has to that one.
  void tell() noexcept;

  [[nodiscard]] std::shared_ptr<Listener> subscribe(Subscriber subscriber);
  void forget(const Listener& listener) noexcept;

 private:
  using Listeners = std::vector<std::shared_ptr<Listener>>;

  std::list<ChangeNotice> noted_;  // one, or none
  std::atomic<bool> wanted_ = false;

  std::mutex mutex_;  // of what follows
  std::list<ChangeNotice> committed_;
  std::shared_ptr<const Listeners> listeners_ = std::make_shared<const Listeners>();
  bool telling_ = false;
};

}  // namespace modelreg::storage
