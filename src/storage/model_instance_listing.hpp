#pragma once

#include <string>

#include "modelreg/query.hpp"
#include "storage/listing.hpp"

/// The SQL with which a list of instances is counted, sorted and cut into pages. A page is a list
/// of keys in its order, found in an index alone as far as that goes: the rows of the instances
/// before the page are never read.
///
/// Parameters: ?1 account, ?2 group id, ?3 type, ?4 limit, ?5 offset, unless it is counted ?6 the
/// key to go on after, and then the conditions.
namespace modelreg::storage {

[[nodiscard]] std::string model_instance_count_sql(const ModelInstanceFilter& filter);
[[nodiscard]] std::string model_instance_page_sql(const ModelInstanceQuery& query);
/// The instance with the key ?6, if it is wanted.
[[nodiscard]] std::string model_instance_one_sql(const ModelInstanceFilter& filter);

}  // namespace modelreg::storage
