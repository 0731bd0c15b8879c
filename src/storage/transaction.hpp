#pragma once

#include <cstddef>
#include <cstdint>

#include "storage/connection.hpp"
#include "storage/known_content.hpp"
#include "storage/notifier.hpp"
#include "storage/statement.hpp"

namespace modelreg::storage {

/// The transactions of one connection: the statements that begin and end them, and how many are
/// open in each other.
class Transactions {
 public:
  /// What is known of the database is forgotten whenever changes were rolled back.
  Transactions(Connection& connection, KnownContent& known, Notifier& notifier)
      : connection_(connection), known_(known), notifier_(notifier) {}

  [[nodiscard]] bool any_is_open() const noexcept { return depth_ > 0; }
  /// Throws: `invalid_argument` if a transaction is open.
  void check_none_is_open() const;

  /// Keep one transaction open from here on, in which all others are nested: what they change can
  /// be taken back. For a database that nobody else can lock.
  void mark();
  /// Take back every change since the mark.
  /// Throws: `invalid_argument` if there is none.
  void rewind();
  /// Have no mark. What was changed since stays.
  void drop_mark();
  /// To be called before another database is copied into this one: what was prepared for the old
  /// one would be prepared again when it is run.
  void forget_statements() noexcept;

 private:
  friend class Transaction;

  void prepare_taking_back();
  void go_on_from_mark();

  Connection& connection_;
  KnownContent& known_;
  Notifier& notifier_;
  int depth_ = 0;
  bool marked_ = false;
  bool begun_ = false;       // the transaction since the mark
  bool only_reads_ = false;  // what the outermost of them began as
  Statement begin_read_{connection_, "BEGIN"};
  Statement begin_write_{connection_, "BEGIN IMMEDIATE"};
  Statement commit_{connection_, "COMMIT"};
  Statement read_schema_{connection_, "SELECT 1 FROM account"};
  Statement rollback_{connection_, "ROLLBACK"};
  Statement begin_nested_{connection_, "SAVEPOINT nested"};
  Statement commit_nested_{connection_, "RELEASE nested"};
  Statement rollback_nested_{connection_, "ROLLBACK TO nested"};
};

/// A transaction or, inside of one, a nested one. Taken back unless committed.
///
/// A write nested in a read is refused: the read ends by itself and rolls back what is in it, or
/// never had the lock that a write needs.
///
/// A write begins IMMEDIATE: one that begins by reading and is overtaken by another writer fails,
/// however long it would wait.
class Transaction {
 public:
  enum class Kind : std::uint8_t { read = 1, write };

  /// Throws: `invalid_argument` if it is a write in a read.
  Transaction(Transactions& transactions, Kind kind);
  ~Transaction();

  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  [[nodiscard]] bool is_nested() const noexcept { return nested_; }

  /// Throws: `outcome_unknown` if the disk failed in the middle of it.
  void commit();

 private:
  void begin();
  void begin_outermost();
  void begin_nested();
  void check_may_be_nested() const;
  void commit_outermost();
  void roll_back() noexcept;
  bool take_back_nested() noexcept;
  void take_back_all() noexcept;
  void check_not_lost() const;

  Transactions& all_;
  Kind kind_;
  bool nested_;
  bool in_another_;  // of SQLite's: nested, or since a mark
  std::size_t noted_before_;
  bool ended_ = false;
};

}  // namespace modelreg::storage
