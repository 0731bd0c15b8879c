#include "registry/sorting.hpp"

#include <algorithm>
#include <string>

#include "base/fields.hpp"
#include "base/fork.hpp"

namespace modelreg::registry {
namespace {

class Collector {
 public:
  template <class T>
  void operator()(std::string_view field, const T&) {
    fields.push_back(field);
  }

  std::vector<std::string_view> fields;
};

template <class Record>
std::vector<std::string_view> collect() {
  Collector collector;
  const Record record{};
  base::each_field(collector, record);
  return std::move(collector.fields);
}

Violation violation_naming(const std::vector<std::string_view>& fields) {
  std::string problem = "must name one of";
  for (const auto field : fields) {
    problem += field == fields.front() ? " " : ", ";
    problem += field;
  }
  return {"sort_by", problem + ", with :asc or :desc", "enum"};
}

}  // namespace

template <class Record>
const std::vector<std::string_view>& sortable_fields() {
  const base::NoFork no_fork;  // a child could never finish what another thread has begun here
  static const std::vector<std::string_view> fields = collect<Record>();
  return fields;
}

template <class Record>
std::vector<Violation> validate_sort_keys(const std::vector<SortKey>& keys) {
  std::vector<Violation> violations;
  const auto& fields = sortable_fields<Record>();
  for (const auto& key : keys) {
    const bool known = std::find(fields.begin(), fields.end(), key.field) != fields.end();
    const bool ordered = key.order == SortOrder::asc || key.order == SortOrder::desc;
    if (!known || !ordered) violations.push_back(violation_naming(fields));
  }
  return violations;
}

template const std::vector<std::string_view>& sortable_fields<ModelGroup>();
template const std::vector<std::string_view>& sortable_fields<ModelInstance>();
template const std::vector<std::string_view>& sortable_fields<ModelDeployment>();
template std::vector<Violation> validate_sort_keys<ModelGroup>(const std::vector<SortKey>&);
template std::vector<Violation> validate_sort_keys<ModelInstance>(const std::vector<SortKey>&);
template std::vector<Violation> validate_sort_keys<ModelDeployment>(const std::vector<SortKey>&);

}  // namespace modelreg::registry
