#include "storage/model_instance_table.hpp"

#include "storage/model_instance_listing.hpp"

namespace modelreg::storage {
std::int64_t ModelInstanceTable::count(const Account& account, const ModelInstanceFilter& filter) {
  return listings_.prepared(model_instance_count_sql(filter))
      .start(account.key, filter.model_group_id, filter.model_type, 1, 0)
      .key()
      .value();
}

std::vector<ModelInstance> ModelInstanceTable::list(const Account& account,
                                                    const ModelInstanceQuery& query) {
  std::int64_t from_the_start = 0;
  return list(account, query, from_the_start);
}

std::vector<ModelInstance> ModelInstanceTable::list_after(const Account& account,
                                                          const ModelInstanceFilter& filter,
                                                          int limit, std::int64_t& after) {
  return list(account, {{.limit = limit}, filter}, after);
}

std::vector<ModelInstance> ModelInstanceTable::list(const Account& account,
                                                    const ModelInstanceQuery& query,
                                                    std::int64_t& after) {
  auto& statement = listings_.prepared(select_from<ModelInstance>(
      rows_of_page(model_instance_page_sql(query), "model_instance", "i")));
  return read_all(account,
                  statement.start(account.key, query.model_group_id, query.model_type, query.limit,
                                  offset_of(query), after),
                  after);
}

}  // namespace modelreg::storage
