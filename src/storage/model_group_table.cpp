#include "storage/model_group_table.hpp"

#include "storage/listing.hpp"

namespace modelreg::storage {
namespace {

ModelGroup read(const Account& account, const Execution& row, std::int64_t& key) {
  ModelGroup group;
  row.read_all(key, group.name, group.description, group.id, group.created_at,
               group.created_by_user_id);
  group.account_id = account.id;
  return group;
}

}  // namespace

bool ModelGroupTable::insert(const Account& account, const ModelGroup& group) {
  return insert_.run(account.key, group.id, group.name, group.description, group.created_at,
                     group.created_by_user_id) == 1;
}

void ModelGroupTable::update(const Account& account, const ModelGroup& group) {
  update_.run(account.key, group.id, group.name, group.description);
}

bool ModelGroupTable::erase(const Account& account, const ModelGroupId& id) {
  return erase_.run(account.key, id) == 1;
}

std::optional<std::int64_t> ModelGroupTable::find_key(const Account& account,
                                                      const ModelGroupId& id) {
  return find_key_.start(account.key, id).key();
}

std::optional<ModelGroup> ModelGroupTable::find(const Account& account, const ModelGroupId& id) {
  auto row = find_.start(account.key, id);
  if (!row.step()) return std::nullopt;
  std::int64_t key = 0;
  return read(account, row, key);
}

std::int64_t ModelGroupTable::count(const Account& account) {
  return count_.start(account.key).key().value();
}

std::vector<ModelGroup> ModelGroupTable::list(const Account& account, const PageRequest& request) {
  std::int64_t from_the_start = 0;
  return list(account, request.limit, offset_of(request), from_the_start);
}

std::vector<ModelGroup> ModelGroupTable::list_after(const Account& account, int limit,
                                                    std::int64_t& after) {
  return list(account, limit, 0, after);
}

std::vector<ModelGroup> ModelGroupTable::list(const Account& account, int limit,
                                              std::int64_t offset, std::int64_t& after) {
  std::vector<ModelGroup> groups;
  auto row = list_.start(account.key, limit, offset, after);
  while (row.step()) groups.push_back(read(account, row, after));
  return groups;
}

}  // namespace modelreg::storage
