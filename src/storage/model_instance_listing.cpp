#include "storage/model_instance_listing.hpp"

#include <array>

namespace modelreg::storage {
namespace {

constexpr auto sort_terms = std::to_array<SortTerm>({
    {"name", "i.name"},
    {"model_vendor", "i.model_vendor"},
    {"model_type", "i.model_type"},
    {"base_model_id", "i.base_model_id"},
    {"model_card", "i.model_card"},
    {"training_data_card", "i.training_data_card"},
    {"description", "i.description"},
    {"model_template_id", "i.model_template_id"},
    {"model_group_id",
     "(SELECT g.id FROM model_group_member o JOIN model_group g ON g.key = o.model_group"
     " WHERE o.model_instance = i.key)"},
    {"id", "i.id"},
    {"created_at", "i.created_at"},
    {"account_id", "i.account"},  // the same for all
    {"created_by_user_id", "i.created_by_user_id"},
    {"deployment_count",
     "(SELECT count(*) FROM model_deployment d WHERE d.model_instance = i.key)"},
    {"supports_multi_turn", "i.supports_multi_turn"},
});

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

std::span<const SortTerm> model_instance_sort_terms() { return sort_terms; }

std::string model_instance_count_sql(const ModelInstanceFilter& filter) {
  return "SELECT count(*)" + source_of(filter, false).from_where + " LIMIT ?4 OFFSET ?5";
}

std::string model_instance_page_sql(const ModelInstanceQuery& query) {
  const Source source = source_of(query, !query.sort_by.empty());
  return "SELECT " + source.key + " AS key" + source.from_where + " AND " + source.key + " > ?6" +
         order_by(sort_terms, query.sort_by, source.key) + " LIMIT ?4 OFFSET ?5";
}

}  // namespace modelreg::storage
