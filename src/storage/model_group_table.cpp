#include "storage/model_group_table.hpp"

#include "storage/paging.hpp"

namespace modelreg::storage {

bool ModelGroupTable::insert(const Account& account, const ModelGroup& group) {
  return insert_.run(account.key, group.id, group.name, group.description, group.created_at,
                     group.created_by_user_id) == 1;
}

std::optional<std::int64_t> ModelGroupTable::find_key(const Account& account,
                                                      const ModelGroupId& id) {
  auto row = find_key_.start(account.key, id);
  if (!row.step()) return std::nullopt;
  std::int64_t key = 0;
  row.read_all(key);
  return key;
}

std::optional<ModelGroup> ModelGroupTable::find(const Account& account, const ModelGroupId& id) {
  auto row = find_.start(account.key, id);
  if (!row.step()) return std::nullopt;
  return read(account, row);
}

std::int64_t ModelGroupTable::count(const Account& account) {
  auto row = count_.start(account.key);
  row.step();
  std::int64_t count = 0;
  row.read_all(count);
  return count;
}

std::vector<ModelGroup> ModelGroupTable::list(const Account& account, const PageRequest& request) {
  std::vector<ModelGroup> groups;
  auto row = list_.start(account.key, std::int64_t{request.limit}, offset_of(request));
  while (row.step()) groups.push_back(read(account, row));
  return groups;
}

ModelGroup ModelGroupTable::read(const Account& account, const Execution& row) {
  ModelGroup group;
  row.read_all(group.name, group.description, group.id, group.created_at, group.created_by_user_id);
  group.account_id = account.id;
  return group;
}

}  // namespace modelreg::storage
