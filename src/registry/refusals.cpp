#include "registry/refusals.hpp"

namespace modelreg::registry {

Error no_such_model_group() {
  return {ErrorCode::not_found,
          {{"model_group_id", "there is no such model group in this account", "not_found"}}};
}

Error no_such_model_instance() {
  return {ErrorCode::not_found,
          {{"model_instance_id", "there is no such model instance in this account", "not_found"}}};
}

Error no_such_model_deployment() {
  return {
      ErrorCode::not_found,
      {{"model_deployment_id", "there is no such model deployment in this account", "not_found"}}};
}

Error id_is_taken() {
  return {ErrorCode::conflict, {{"id", "is already taken in this account", "conflict"}}};
}

void require_own(const std::string& account_id, const Identity& identity) {
  if (account_id == identity.account_id) return;
  throw Error(ErrorCode::forbidden,
              {{"account_id", "must be the account of the caller", "forbidden"}});
}

}  // namespace modelreg::registry
