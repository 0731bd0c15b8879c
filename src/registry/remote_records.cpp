#include "modelreg/remote_records.hpp"

#include <utility>

#include "registry/refusals.hpp"
#include "registry/validation.hpp"
#include "storage/store.hpp"

namespace modelreg {

using namespace registry;

namespace {

using base::TextRule;

Error no_such_record(RecordKind kind) {
  switch (kind) {
    case RecordKind::model_group:
      return no_such_model_group();
    case RecordKind::model_instance:
      return no_such_model_instance();
    case RecordKind::model_deployment:
      break;
  }
  return no_such_model_deployment();
}

void require_known(RecordKind kind) {
  if (to_string(kind).empty()) {
    throw Error({{"kind", one_of_its_values<RecordKind>(), "enum"}});
  }
}

class PairValidator {
 public:
  void text(const base::Field& field, const std::string& value) {
    if (auto violation = check_text(field, value)) violations_.push_back(std::move(*violation));
  }
  /// A state may be empty, too.
  void state(const base::Field& field, const std::optional<std::string>& value) {
    if (value && !value->empty()) text(field, *value);
  }
  [[nodiscard]] std::vector<Violation> take() { return std::move(violations_); }

 private:
  std::vector<Violation> violations_;
};

std::vector<Violation> validate(const RemoteRecord& pair) {
  PairValidator validator;
  if (pair.remote_id) {
    validator.text({.name = "remote_id", .rule = TextRule::id}, *pair.remote_id);
  }
  validator.state({.name = "state_here", .rule = TextRule::id}, pair.state_here);
  validator.state({.name = "state_there", .rule = TextRule::id}, pair.state_there);
  return validator.take();
}

}  // namespace

RemoteRecords::RemoteRecords(Session session, std::string remote)
    : session_(std::move(session)), remote_(std::move(remote)) {
  PairValidator validator;
  validator.text({.name = "remote", .rule = TextRule::name}, remote_);
  require_valid(validator.take());
}

template <class Work>
auto RemoteRecords::look_up(const Work& work) const {
  auto& store = *session_.store_;
  return store.look_up([&]() -> decltype(work(store.remote_records, storage::Account{0, remote_})) {
    const auto account = store.accounts.find(session_.identity().account_id);
    if (!account) return {};
    return work(store.remote_records, *account);
  });
}

std::optional<RemoteRecord> RemoteRecords::find(RecordKind kind, const std::string& id) const {
  require_known(kind);
  return look_up(
      [&](auto& pairs, const auto& account) { return pairs.find(account, remote_, kind, id); });
}

std::optional<RemoteRecord> RemoteRecords::find_there(RecordKind kind,
                                                      const std::string& remote_id) const {
  require_known(kind);
  return look_up([&](auto& pairs, const auto& account) {
    return pairs.find_there(account, remote_, kind, remote_id);
  });
}

std::vector<RemoteRecord> RemoteRecords::list(RecordKind kind) const {
  require_known(kind);
  return look_up(
      [&](auto& pairs, const auto& account) { return pairs.list(account, remote_, kind); });
}

std::vector<RemoteRecord> RemoteRecords::list_unanswered(RecordKind kind) const {
  require_known(kind);
  return look_up([&](auto& pairs, const auto& account) {
    return pairs.list_unanswered(account, remote_, kind);
  });
}

void RemoteRecords::save(const RemoteRecord& pair) {
  require_known(pair.kind);
  require_valid(validate(pair));
  auto& store = *session_.store_;
  store.write([&] {
    const auto account = store.accounts.find(session_.identity().account_id);
    if (!account) throw no_such_record(pair.kind);
    if (pair.remote_id) {
      const auto other =
          store.remote_records.find_there(*account, remote_, pair.kind, *pair.remote_id);
      if (other && other->id != pair.id) {
        throw Error(ErrorCode::conflict,
                    {{"remote_id", "is another record's at this platform", "conflict"}});
      }
    }
    if (!store.remote_records.put(*account, remote_, pair)) throw no_such_record(pair.kind);
  });
}

void RemoteRecords::forget(RecordKind kind, const std::string& id) {
  require_known(kind);
  auto& store = *session_.store_;
  store.write([&] {
    const auto account = store.accounts.find(session_.identity().account_id);
    if (account) store.remote_records.erase(*account, remote_, kind, id);
  });
}

}  // namespace modelreg
