#include "storage/model_instance_table.hpp"

#include "storage/conditions.hpp"
#include "storage/model_instance_listing.hpp"

namespace modelreg::storage {

std::int64_t ModelInstanceTable::count(const Account& account, const ModelInstanceFilter& filter) {
  auto row = listings_.prepared(model_instance_count_sql(filter))
                 .start(account.key, filter.model_group_id, filter.model_type, 1, 0);
  bind_conditions(filter, row);
  return row.key().value();
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
  auto rows = statement.start(account.key, query.model_group_id, query.model_type, query.limit,
                              offset_of(query), after);
  bind_conditions(query, rows);
  return read_all(account, rows, after);
}

std::vector<std::int64_t> ModelInstanceTable::keys(const Account& account,
                                                   const ModelInstanceQuery& query) {
  auto rows = listings_.prepared(model_instance_page_sql(query))
                  .start(account.key, query.model_group_id, query.model_type, no_limit, 0, 0);
  bind_conditions(query, rows);
  return keys_in(rows);
}

std::optional<ModelInstance> ModelInstanceTable::find_at(const Account& account,
                                                         const ModelInstanceFilter& filter,
                                                         std::int64_t key) {
  auto row = listings_
                 .prepared(select_from<ModelInstance>(
                     rows_of_page(model_instance_one_sql(filter), "model_instance", "i")))
                 .start(account.key, filter.model_group_id, filter.model_type, 1, 0, key);
  bind_conditions(filter, row);
  return read_one(account, row);
}

}  // namespace modelreg::storage
