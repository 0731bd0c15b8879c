#include "storage/model_group_table.hpp"

#include "storage/listing.hpp"

namespace modelreg::storage {

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
  return read_all(account, list_.start(account.key, limit, offset, after), after);
}

}  // namespace modelreg::storage
