#include "storage/known_content.hpp"

#include <utility>

#include "storage/migrations.hpp"

namespace modelreg::storage {

KnownContent::KnownContent(Connection& connection, std::function<void()> forget)
    : connection_(connection),
      is_ours_alone_(connection.is_in_memory()),
      forget_(std::move(forget)) {}

void KnownContent::learn() {
  if (is_ours_alone_) return;
  (void)schema_version_.start()
      .key();  // a transaction that reads takes its lock with its first read
  if (is_true()) return;
  others_changed_ = others_changed_ || seen_.has_value();
  forget_();
  check_schema();
  seen_ = connection_.data_version();
}

void KnownContent::check_schema() {
  const Marks marks{.schema_version = schema_version_.start().key().value(),
                    .application_id = application_id_.start().key().value(),
                    .user_version = user_version_.start().key().value()};
  if (marks == accepted_) return;
  check_is_newest(connection_);
  accepted_ = marks;
}

}  // namespace modelreg::storage
