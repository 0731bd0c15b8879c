#pragma once

#include <string>

#include "wire/exchange.hpp"

/// What each route does. An endpoint returns the JSON text of its 200, or throws.
namespace modelreg::wire {

[[nodiscard]] std::string create_model_group(Exchange& exchange);
[[nodiscard]] std::string list_model_groups(Exchange& exchange);
[[nodiscard]] std::string get_model_group(Exchange& exchange);
[[nodiscard]] std::string update_model_group(Exchange& exchange);
[[nodiscard]] std::string delete_model_group(Exchange& exchange);
[[nodiscard]] std::string add_model_instance(Exchange& exchange);

[[nodiscard]] std::string create_model_instance(Exchange& exchange);
[[nodiscard]] std::string list_model_instances(Exchange& exchange);
[[nodiscard]] std::string get_model_instance(Exchange& exchange);
[[nodiscard]] std::string update_model_instance(Exchange& exchange);
[[nodiscard]] std::string delete_model_instance(Exchange& exchange);

[[nodiscard]] std::string create_model_deployment(Exchange& exchange);
[[nodiscard]] std::string list_model_deployments(Exchange& exchange);
[[nodiscard]] std::string list_model_deployments_of_instance(Exchange& exchange);
[[nodiscard]] std::string get_model_deployment(Exchange& exchange);
[[nodiscard]] std::string update_model_deployment(Exchange& exchange);
[[nodiscard]] std::string delete_model_deployment(Exchange& exchange);

/// The answer to a deletion. What is not there is refused before, so it is always one that went.
inline constexpr const char* deleted = R"({"count":1,"success":true})";

}  // namespace modelreg::wire
