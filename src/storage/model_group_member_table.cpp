#include "storage/model_group_member_table.hpp"

namespace modelreg::storage {

std::optional<std::int64_t> ModelGroupMemberTable::group_of(std::int64_t model_instance) {
  auto row = group_of_.start(model_instance);
  if (!row.step()) return std::nullopt;
  std::int64_t group = 0;
  row.read_all(group);
  return group;
}

void ModelGroupMemberTable::put(const Account& account, std::int64_t model_instance,
                                std::int64_t model_group) {
  put_.run(model_instance, model_group, account.key);
}

void ModelGroupMemberTable::erase(std::int64_t model_instance) { erase_.run(model_instance); }

}  // namespace modelreg::storage
