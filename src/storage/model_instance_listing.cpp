#include "storage/model_instance_listing.hpp"

#include "storage/conditions.hpp"
#include "storage/record_sql.hpp"

namespace modelreg::storage {
namespace {

/// Where the keys come from, and by which name they go there.
struct Source {
  std::string from_where;
  std::string key;
};

/// `first` is the first parameter of the conditions.
Source source_of(const ModelInstanceFilter& filter, bool sorted, int first) {
  const std::string conditions =
      (filter.model_type ? " AND i.model_type = ?3" : "") + conditions_of(filter, first);
  if (!filter.model_group_id) {
    return {" FROM model_instance i WHERE i.account = ?1" + conditions, "i.key"};
  }
  const bool needs_row = sorted || !conditions.empty();
  const std::string row =
      needs_row ? " CROSS JOIN model_instance i ON i.key = m.model_instance" : "";
  return {
      " FROM model_group_member m" + row +
          " WHERE m.model_group = (SELECT key FROM model_group WHERE account = ?1 AND id = ?2)" +
          conditions,
      "m.model_instance"};
}

}  // namespace

std::string model_instance_count_sql(const ModelInstanceFilter& filter) {
  return "SELECT count(*)" + source_of(filter, false, 6).from_where + " LIMIT ?4 OFFSET ?5";
}

std::string model_instance_page_sql(const ModelInstanceQuery& query) {
  const Source source = source_of(query, !query.sort_by.empty(), 7);
  return "SELECT " + source.key + " AS key" + source.from_where + " AND " + source.key + " > ?6" +
         order_by(sort_terms<ModelInstance>(), query.sort_by, source.key) + " LIMIT ?4 OFFSET ?5";
}

std::string model_instance_one_sql(const ModelInstanceFilter& filter) {
  const Source source = source_of(filter, false, 7);
  return "SELECT " + source.key + " AS key" + source.from_where + " AND " + source.key +
         " = ?6 LIMIT ?4 OFFSET ?5";
}

}  // namespace modelreg::storage
