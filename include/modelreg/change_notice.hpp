#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "modelreg/enum_text.hpp"
#include "modelreg/export.hpp"
#include "modelreg/id.hpp"
#include "modelreg/record_kind.hpp"

namespace modelreg {

namespace storage {
class Listener;
}

/// What happened to a record.
enum class RecordEvent : std::uint8_t {
  created = 1,
  updated,
  deleted,  ///< What goes with it, such as the deployments of an instance, is not told of apart.
  added_to_group,      ///< Of an instance: by whatever call, also one that creates or moves it.
  removed_from_group,  ///< Of an instance that is in no group then. Not told when a group goes.
};

template <>
inline constexpr auto enum_texts<RecordEvent> = std::to_array<EnumText<RecordEvent>>({
    {RecordEvent::created, "created"},
    {RecordEvent::updated, "updated"},
    {RecordEvent::deleted, "deleted"},
    {RecordEvent::added_to_group, "added_to_group"},
    {RecordEvent::removed_from_group, "removed_from_group"},
});

/// One thing that happened to one record.
struct RecordChange {
  std::string account_id = {};
  RecordKind kind = {};
  std::string id = {};
  RecordEvent event = {};
  std::optional<ModelGroupId> model_group_id = {};  ///< Which group: of the last two events.

  bool operator==(const RecordChange&) const = default;
};

/// What one commit changed.
struct ChangeNotice {
  std::vector<RecordChange> records = {};  ///< In order.
  /// Anything may have changed, beside them: another process did it, or whole contents were
  /// exchanged.
  bool anything = false;

  bool operator==(const ChangeNotice&) const = default;
};

/// Told of changes.
using Subscriber = std::function<void(const ChangeNotice&)>;

/// Keeps a subscriber subscribed for as long as it is there.
///
/// Its destructor waits for the end of a call that another thread is in the middle of; afterwards
/// there is none. The subscriber itself may end it.
class MODELREG_EXPORT Subscription {
 public:
  Subscription() = default;  ///< Of nobody.
  Subscription(Subscription&&) noexcept = default;
  Subscription& operator=(Subscription&& other) noexcept;
  ~Subscription();

  /// End it before.
  void end() noexcept;

 private:
  friend class Registry;
  friend class Session;
  explicit Subscription(std::shared_ptr<storage::Listener> listener);

  std::shared_ptr<storage::Listener> listener_;
};

}  // namespace modelreg
