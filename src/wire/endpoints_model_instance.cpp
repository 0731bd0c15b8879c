#include "wire/endpoints.hpp"

namespace modelreg::wire {
namespace {

/// What a filter lets through that no instance can pass.
Page<ModelInstance> empty_page(const PageRequest& request) {
  return {.items = {}, .current_page = request.page, .items_per_page = request.limit};
}

}  // namespace

std::string create_model_instance(Exchange& exchange) {
  const auto instance = exchange.body<NewModelInstance>(AccountId::required);
  return exchange.answer(exchange.session.create_model_instance(instance));
}

std::string list_model_instances(Exchange& exchange) {
  ModelInstanceQuery query;
  static_cast<PageRequest&>(query) = exchange.query.page();
  query.sort_by = exchange.sort_by<ModelInstance>();
  const auto views = exchange.query.views();
  const auto type = exchange.query.text("model_type");
  if (type) query.model_type = parse<ModelType>(*type);
  if (const auto group = exchange.query.text("model_group_id"))
    query.model_group_id.emplace(*group);
  exchange.check_query();
  if (type && !query.model_type) return exchange.answer(empty_page(query));
  return exchange.answer(exchange.session.list_model_instances(query, views));
}

std::string get_model_instance(Exchange& exchange) {
  const auto views = exchange.query.views();
  exchange.check_query();
  return exchange.answer(
      exchange.session.get_model_instance(exchange.id<ModelInstanceId>(0), views));
}

std::string update_model_instance(Exchange& exchange) {
  const auto changes = exchange.body<ModelInstanceChanges>(AccountId::unknown);
  return exchange.answer(
      exchange.session.update_model_instance(exchange.id<ModelInstanceId>(0), changes));
}

std::string delete_model_instance(Exchange& exchange) {
  exchange.session.delete_model_instance(exchange.id<ModelInstanceId>(0));
  return deleted;
}

}  // namespace modelreg::wire
