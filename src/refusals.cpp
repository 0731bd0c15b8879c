#include "refusals.hpp"

namespace modelreg {

Error no_such_model_group() {
  return {ErrorCode::not_found,
          {{"model_group_id", "there is no such model group in this account", "not_found"}}};
}

Error no_such_model_instance() {
  return {ErrorCode::not_found,
          {{"model_instance_id", "there is no such model instance in this account", "not_found"}}};
}

Error id_is_taken() {
  return {ErrorCode::conflict, {{"id", "is already taken in this account", "conflict"}}};
}

}  // namespace modelreg
