#include "storage/transaction.hpp"

#include <sqlite3.h>

#include "modelreg/error.hpp"

namespace modelreg::storage {

void Transactions::check_none_is_open() const {
  if (depth_ == 0) return;
  throw Error({{"", "this cannot be done within a transaction", "value_error"}});
}

/// The transaction begins with the first call: what has set a mark cannot fail any more.
void Transactions::mark() {
  drop_mark();
  marked_ = true;
}

void Transactions::rewind() {
  check_none_is_open();
  if (!marked_)
    throw Error({{"", "there is no mark to come back to; set one first", "value_error"}});
  if (connection_.in_transaction()) rollback_.run();
  begun_ = false;
  known_.forget();
}

void Transactions::drop_mark() {
  check_none_is_open();
  if (marked_ && connection_.in_transaction()) commit_.run();
  marked_ = false;
  begun_ = false;
}

void Transactions::forget_statements() noexcept {
  for (auto* const statement : {&read_schema_, &rollback_, &commit_nested_, &rollback_nested_}) {
    statement->forget();
  }
}

/// What takes a transaction back is prepared before it begins: afterwards memory may have run out.
/// A newer SQLite prepares again, when it is run, what was prepared before it had read the schema.
void Transactions::prepare_taking_back() {
  read_schema_.prepare();
  rollback_.prepare();
}

/// SQLite takes everything since the mark back by itself when memory runs out. The registry then
/// holds what it held at the mark, and goes on from there.
void Transactions::go_on_from_mark() {
  if (connection_.in_transaction()) return;
  if (begun_) {
    known_.forget();
    notifier_.note_anything();
  }
  begin_write_.run();
  begun_ = true;
}

Transaction::Transaction(Transactions& transactions, Kind kind)
    : all_(transactions),
      kind_(kind),
      nested_(transactions.depth_ > 0),
      in_another_(nested_ || transactions.marked_),
      noted_before_(transactions.notifier_.noted()) {
  begin();
  ++all_.depth_;
}

Transaction::~Transaction() {
  --all_.depth_;
  if (all_.connection_.is_inherited()) return;  // it is the parent's to end
  if (!ended_) roll_back();
  if (!nested_ && kind_ == Kind::write) all_.connection_.busy_handler().change_ended();
}

void Transaction::begin() {
  all_.prepare_taking_back();
  if (nested_) {
    check_may_be_nested();
  } else {
    begin_outermost();
  }
  if (in_another_ && kind_ == Kind::write) begin_nested();
}

void Transaction::check_may_be_nested() const {
  check_not_lost();
  if (kind_ != Kind::write || !all_.only_reads_) return;
  throw Error({{"",
                "the registry cannot be changed from within a call that reads it; change it when "
                "that call has returned",
                "value_error"}});
}

void Transaction::begin_outermost() {
  if (!in_another_ && all_.connection_.in_transaction()) {
    all_.rollback_.run();  // of one that could not be taken back for want of memory
  }
  if (in_another_) {
    all_.go_on_from_mark();
  } else if (kind_ == Kind::write) {
    all_.connection_.busy_handler().give_way();
    all_.begin_write_.run();
  } else {
    all_.begin_read_.run();
  }
  all_.only_reads_ = kind_ == Kind::read;
}

void Transaction::begin_nested() {
  all_.rollback_nested_.prepare();
  all_.commit_nested_.prepare();
  all_.begin_nested_.run();
}

void Transaction::commit() {
  check_not_lost();
  if (!in_another_) {
    commit_outermost();
  } else if (kind_ == Kind::write) {
    all_.commit_nested_.run();
  }
  ended_ = true;
  if (!nested_) all_.notifier_.commit();
}

void Transaction::commit_outermost() {
  try {
    all_.commit_.run();
    if (kind_ == Kind::write) all_.known_.note_own_change();
  } catch (const Error& error) {
    const bool disk_failed = (error.sqlite_code() & 0xff) == SQLITE_IOERR;
    if (kind_ == Kind::read || !disk_failed || all_.connection_.in_transaction()) throw;
    all_.notifier_.commit();  // who is told looks, and finds it or not
    throw Error(ErrorCode::outcome_unknown,
                std::string(error.what()) +
                    "; the change may or may not have been stored: look before you repeat it",
                error.sqlite_code());
  }
}

void Transaction::roll_back() noexcept {
  if (in_another_ && kind_ == Kind::read) return;
  all_.notifier_.take_back_to(noted_before_);
  if (!in_another_ || !take_back_nested()) take_back_all();
  all_.known_.forget();
}

bool Transaction::take_back_nested() noexcept {
  try {
    if (all_.connection_.in_transaction()) {
      all_.rollback_nested_.run();
      all_.commit_nested_.run();
    }
    return true;
  } catch (const std::exception&) {
    return false;  // what cannot be rolled back alone must go with all of it
  }
}

void Transaction::take_back_all() noexcept {
  try {
    if (all_.connection_.in_transaction()) all_.rollback_.run();
  } catch (const std::exception&) {
    // SQLite ends a transaction that it cannot roll back when the file is next opened.
  }
}

/// SQLite takes a whole transaction back by itself after some failures. Whoever caught the error
/// and goes on must not have the rest stored alone.
void Transaction::check_not_lost() const {
  if (all_.connection_.in_transaction()) return;
  throw Error(ErrorCode::storage, all_.connection_.path() +
                                      ": an earlier failure ended the transaction; nothing of it "
                                      "was stored");
}

}  // namespace modelreg::storage
