#include "storage/model_group_member_table.hpp"

namespace modelreg::storage {

std::optional<std::int64_t> ModelGroupMemberTable::group_of(std::int64_t model_instance) {
  return group_of_.start(model_instance).key();
}

void ModelGroupMemberTable::put(const Account& account, std::int64_t model_instance,
                                std::int64_t model_group) {
  put_.run(model_instance, model_group, account.key);
}

void ModelGroupMemberTable::erase(std::int64_t model_instance) { erase_.run(model_instance); }

}  // namespace modelreg::storage
