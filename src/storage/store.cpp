#include "storage/store.hpp"

#include <sqlite3.h>

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "modelreg/error.hpp"
#include "storage/fork_guard.hpp"
#include "storage/image.hpp"

namespace modelreg::storage {
namespace {

/// Boost's own exceptions have changed their names; all of them are of this kind.
std::string random_id() {
  try {
    return boost::uuids::to_string(boost::uuids::random_generator()());
  } catch (const std::runtime_error& error) {
    throw Error(ErrorCode::storage,
                std::string("the system gives no random numbers to make an id of; choose the id "
                            "yourself, or set Options::new_id: ") +
                    error.what());
  }
}

}  // namespace

Store::Store(const std::optional<std::filesystem::path>& path, Options options)
    : options_(std::move(options)), connection_(path, options_) {}

std::shared_ptr<Store> Store::open(const std::optional<std::filesystem::path>& path,
                                   Options options) {
  base::require_fork_watch();
  const base::NoFork no_fork;
  return {new Store(path, std::move(options)), DeleteUnlessInherited{}};
}

void Store::refuse_within_check() {
  throw Error(
      {{"", "a registry in memory cannot be used from within its check; use it when that is done",
        "value_error"}});
}

void Store::require_in_memory() const {
  if (connection_.is_in_memory()) return;
  throw Error({{"",
                "only a registry in memory can be replaced or rewound; copy the file into one "
                "first",
                "value_error"}});
}

void Store::copy_from(Store& original) {
  require_in_memory();
  check_not_in_transaction();
  const auto image =
      original.maintain([](Connection& connection) { return std::make_unique<Image>(connection); });
  Telling telling(*notifier_);
  telling.be_due();
  const Use use(*this);
  transactions_.drop_mark();
  transactions_.forget_statements();
  known_.forget();
  copy_image(*image, connection_);
  notifier_->note_anything();
  notifier_->commit();
}

void Store::mark() {
  require_in_memory();
  const Use use(*this);
  transactions_.mark();
}

void Store::rewind() {
  require_in_memory();
  Telling telling(*notifier_);
  telling.be_due();
  const Use use(*this);
  transactions_.rewind();
  notifier_->note_anything();
  notifier_->commit();
}

bool Store::poll_changes() {
  run(Transaction::Kind::read, [] {});  // learns who came
  Telling telling(*notifier_);
  const Use use(*this);
  if (transactions_.any_is_open() || !known_.take_change_of_others()) return false;
  telling.be_due();
  notifier_->note_anything();
  notifier_->commit();
  return true;
}

bool Store::is_in_transaction() {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  return lock && transactions_.any_is_open();
}

void Store::check_not_in_transaction() {
  if (is_in_transaction()) transactions_.check_none_is_open();
}

/// Where there is a write-ahead log, changes and long reading go on side by side, but a thread must
/// not change what it is reading.
void Store::wait_for_maintenance() {
  connection_.check_not_inherited();
  if (is_in_transaction()) return;
  const bool side_by_side = options_.journal == Journal::wal;
  const auto timeout = side_by_side ? std::chrono::milliseconds(0) : options_.busy_timeout;
  if (!maintenance_threads_.wait_for_end(timeout) && !side_by_side) connection_.fail(SQLITE_BUSY);
}

Timestamp Store::now() {
  if (options_.now) return ask(options_.now);
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::string Store::new_id() {
  if (options_.new_id) return ask(options_.new_id);
  return random_id();
}

}  // namespace modelreg::storage
