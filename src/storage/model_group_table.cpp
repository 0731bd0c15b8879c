#include "storage/model_group_table.hpp"

#include "storage/conditions.hpp"
#include "storage/listing.hpp"

namespace modelreg::storage {
namespace {

// Parameters: ?1 account, ?2 limit, ?3 offset, ?4 the key to go on after, and the conditions.
std::string page_sql(const ModelGroupQuery& query) {
  return "SELECT g.key FROM model_group g WHERE g.account = ?1 AND g.key > ?4" +
         conditions_of(query, 5) + order_by(sort_terms<ModelGroup>(), query.sort_by, "g.key") +
         " LIMIT ?2 OFFSET ?3";
}

// Parameters: ?1 account, ?2 key, and the conditions.
std::string one_sql(const ModelGroupFilter& filter) {
  return select_from<ModelGroup>("model_group g") + " WHERE g.account = ?1 AND g.key = ?2" +
         conditions_of(filter, 3);
}

}  // namespace

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
  auto rows = list_.start(account.key, limit, offset, after);
  return read_all(account, rows, after);
}

std::int64_t ModelGroupTable::count(const Account& account, const ModelGroupFilter& filter) {
  const auto conditions = conditions_of(filter, 2);
  if (conditions.empty()) return count(account);
  auto row =
      listings_.prepared("SELECT count(*) FROM model_group g WHERE g.account = ?1" + conditions)
          .start(account.key);
  bind_conditions(filter, row);
  return row.key().value();
}

std::vector<ModelGroup> ModelGroupTable::list(const Account& account,
                                              const ModelGroupQuery& query) {
  std::int64_t from_the_start = 0;
  return list(account, query, from_the_start);
}

std::vector<ModelGroup> ModelGroupTable::list_after(const Account& account,
                                                    const ModelGroupFilter& filter, int limit,
                                                    std::int64_t& after) {
  return list(account, ModelGroupQuery{{.limit = limit}, filter}, after);
}

std::vector<ModelGroup> ModelGroupTable::list(const Account& account, const ModelGroupQuery& query,
                                              std::int64_t& after) {
  auto& statement = listings_.prepared(
      select_from<ModelGroup>(rows_of_page(page_sql(query), "model_group", "g")));
  auto rows = statement.start(account.key, query.limit, offset_of(query), after);
  bind_conditions(query, rows);
  return read_all(account, rows, after);
}

std::vector<std::int64_t> ModelGroupTable::keys(const Account& account,
                                                const ModelGroupQuery& query) {
  auto rows = listings_.prepared(page_sql(query)).start(account.key, no_limit, 0, 0);
  bind_conditions(query, rows);
  return keys_in(rows);
}

std::optional<ModelGroup> ModelGroupTable::find_at(const Account& account,
                                                   const ModelGroupFilter& filter,
                                                   std::int64_t key) {
  auto row = listings_.prepared(one_sql(filter)).start(account.key, key);
  bind_conditions(filter, row);
  return read_one(account, row);
}

}  // namespace modelreg::storage
