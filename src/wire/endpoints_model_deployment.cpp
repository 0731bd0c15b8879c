#include "registry/refusals.hpp"
#include "wire/endpoints.hpp"

namespace modelreg::wire {
namespace {

ModelDeploymentQuery query_of(Exchange& exchange) {
  ModelDeploymentQuery query;
  static_cast<PageRequest&>(query) = exchange.query.page();
  query.sort_by = exchange.sort_by<ModelDeployment>();
  exchange.check_query();
  return query;
}

/// The deployment that the path names: it must be one of the instance that the path names, too.
ModelDeployment deployment_in_path(const Session& session, const Exchange& exchange) {
  auto deployment = session.get_model_deployment(exchange.id<ModelDeploymentId>(1));
  if (deployment.model_instance_id != exchange.id<ModelInstanceId>(0)) {
    throw registry::no_such_model_deployment();
  }
  return deployment;
}

}  // namespace

std::string create_model_deployment(Exchange& exchange) {
  const auto deployment = exchange.body<NewModelDeployment>(AccountId::optional);
  return exchange.answer(
      exchange.session.create_model_deployment(exchange.id<ModelInstanceId>(0), deployment));
}

std::string list_model_deployments(Exchange& exchange) {
  return exchange.answer(exchange.session.list_model_deployments(query_of(exchange)));
}

std::string list_model_deployments_of_instance(Exchange& exchange) {
  auto query = query_of(exchange);
  query.model_instance_id = exchange.session.get_model_instance(exchange.id<ModelInstanceId>(0)).id;
  return exchange.answer(exchange.session.list_model_deployments(query));
}

std::string get_model_deployment(Exchange& exchange) {
  return exchange.answer(deployment_in_path(exchange.session, exchange));
}

std::string update_model_deployment(Exchange& exchange) {
  const auto changes = exchange.body<ModelDeploymentChanges>(AccountId::unknown);
  std::string answer;
  exchange.session.transaction([&](Session& session) {
    const auto deployment = deployment_in_path(session, exchange);
    answer = exchange.answer(session.update_model_deployment(deployment.id, changes));
  });
  return answer;
}

std::string delete_model_deployment(Exchange& exchange) {
  exchange.session.transaction([&](Session& session) {
    session.delete_model_deployment(deployment_in_path(session, exchange).id);
  });
  return deleted;
}

}  // namespace modelreg::wire
