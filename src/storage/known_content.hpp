#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "storage/connection.hpp"
#include "storage/statement.hpp"

namespace modelreg::storage {

/// What is known of the database without asking it: the keys and documents that the tables keep,
/// and that its schema is a registry's. True until others change the file: they may have restored
/// an older copy into it, or migrated it to a newer version.
///
/// SQLite learns of a change when it next locks the file, so it is asked while a transaction holds
/// the lock, or after a statement that had it. A registry in memory has nobody else.
class KnownContent {
 public:
  /// `forget` empties what the tables keep.
  KnownContent(Connection& connection, std::function<void()> forget);

  /// Whether nobody else can change the database.
  [[nodiscard]] bool is_ours_alone() const noexcept { return is_ours_alone_; }

  /// Whether, when SQLite last locked the file, nobody else had changed it since the last look.
  [[nodiscard]] bool is_true() const noexcept {
    return is_ours_alone_ || seen_ == connection_.data_version();
  }

  /// To be called when a transaction has begun: what it reads is from here on one state, and what
  /// is known is true of that state.
  /// Throws: `schema_mismatch` if others made of the database what this library cannot work with.
  void learn();

  /// To be called when a change of ours is committed, since SQLite counts ours, too.
  void note_own_change() noexcept {
    if (!is_ours_alone_) seen_ = connection_.data_version();
  }

  /// Whether others have changed the database since this was last asked, as far as was learned.
  [[nodiscard]] bool take_change_of_others() noexcept {
    return std::exchange(others_changed_, false);
  }

  void forget() { forget_(); }

 private:
  /// What changes with the schema.
  struct Marks {
    std::int64_t schema_version = 0;
    std::int64_t application_id = 0;
    std::int64_t user_version = 0;
    bool operator==(const Marks&) const = default;
  };

  void check_schema();

  Connection& connection_;
  const bool is_ours_alone_;
  std::function<void()> forget_;
  std::optional<unsigned> seen_;  // SQLite's number of the content that is known
  bool others_changed_ = false;
  std::optional<Marks> accepted_;
  Statement schema_version_{connection_, "PRAGMA schema_version"};
  Statement application_id_{connection_, "PRAGMA application_id"};
  Statement user_version_{connection_, "PRAGMA user_version"};
};

}  // namespace modelreg::storage
