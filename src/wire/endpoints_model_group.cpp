#include "wire/endpoints.hpp"

namespace modelreg::wire {

std::string create_model_group(Exchange& exchange) {
  const auto group = exchange.body<NewModelGroup>(AccountId::required);
  return exchange.answer(exchange.session.create_model_group(group));
}

std::string list_model_groups(Exchange& exchange) {
  const auto page = exchange.query.page();
  exchange.check_query();
  return exchange.answer(exchange.session.list_model_groups(page));
}

std::string get_model_group(Exchange& exchange) {
  return exchange.answer(exchange.session.get_model_group(exchange.id<ModelGroupId>(0)));
}

std::string update_model_group(Exchange& exchange) {
  const auto changes = exchange.body<ModelGroupChanges>(AccountId::unknown);
  return exchange.answer(
      exchange.session.update_model_group(exchange.id<ModelGroupId>(0), changes));
}

std::string delete_model_group(Exchange& exchange) {
  exchange.session.delete_model_group(exchange.id<ModelGroupId>(0));
  return deleted;
}

std::string add_model_instance(Exchange& exchange) {
  return exchange.answer(exchange.session.add_model_instance(exchange.id<ModelGroupId>(0),
                                                             exchange.id<ModelInstanceId>(1)));
}

}  // namespace modelreg::wire
