#include "storage/model_instance_listing.hpp"

#include "storage/record_sql.hpp"

namespace modelreg::storage {
namespace {

/// Where the keys come from, and by which name they go there.
struct Source {
  std::string from_where;
  std::string key;
};

Source source_of(const ModelInstanceFilter& filter, bool sorted) {
  const std::string type = filter.model_type ? " AND i.model_type = ?3" : "";
  if (!filter.model_group_id) {
    return {" FROM model_instance i WHERE i.account = ?1" + type, "i.key"};
  }
  const bool needs_row = sorted || filter.model_type;
  const std::string row =
      needs_row ? " CROSS JOIN model_instance i ON i.key = m.model_instance" : "";
  return {
      " FROM model_group_member m" + row +
          " WHERE m.model_group = (SELECT key FROM model_group WHERE account = ?1 AND id = ?2)" +
          type,
      "m.model_instance"};
}

}  // namespace

std::string model_instance_count_sql(const ModelInstanceFilter& filter) {
  return "SELECT count(*)" + source_of(filter, false).from_where + " LIMIT ?4 OFFSET ?5";
}

std::string model_instance_page_sql(const ModelInstanceQuery& query) {
  const Source source = source_of(query, !query.sort_by.empty());
  return "SELECT " + source.key + " AS key" + source.from_where + " AND " + source.key + " > ?6" +
         order_by(sort_terms<ModelInstance>(), query.sort_by, source.key) + " LIMIT ?4 OFFSET ?5";
}

}  // namespace modelreg::storage
