#include "storage/statement_watch.hpp"

#include <sqlite3.h>

#include <utility>

#include "base/fork.hpp"

namespace modelreg::storage {
namespace {

constexpr int operations_between_calls = 20'000;  // about a millisecond

}  // namespace

StatementWatch::StatementWatch(Connection& connection, Tell tell)
    : connection_(connection), tell_(std::move(tell)) {
  sqlite3_progress_handler(connection_.database().getHandle(), operations_between_calls,
                           on_progress, this);
  connection_.set_watched(true);
}

StatementWatch::~StatementWatch() {
  connection_.set_watched(false);
  connection_.limit_time(true);
}

int StatementWatch::on_progress(void* self) {
  auto& watch = *static_cast<StatementWatch*>(self);
  base::let_fork();
  watch.operations_ += operations_between_calls;
  try {
    watch.tell_(watch.operations_);
    return 0;
  } catch (...) {  // no exception may pass through SQLite
    watch.thrown_ = std::current_exception();
    return 1;
  }
}

}  // namespace modelreg::storage
