#pragma once

#include <string>

#include "modelreg/modelreg.hpp"

/// The records that every benchmark uses, so that all of them do the same work.
namespace modelreg::bench {

inline const Identity caller{.account_id = "acme", .user_id = "ada"};

/// A model as it is found in practice: about 1 KB of texts of its own, beside the two schemas.
inline NewModelInstance sample_instance(const std::string& id) {
  return {
      .name = "Command R",
      .model_type = ModelType::chat_completion,
      .model_vendor = ModelVendor::cohere,
      .base_model_id = "command-r-08-2024",
      .base_model_metadata = JsonObject(
          R"({"developer":"Cohere","context_window":128000,"license_url":"https://cohere.com/terms-of-use"})"),
      .model_creation_parameters = JsonObject(R"({"temperature":0.3,"max_tokens":4096})"),
      .model_card = "# Command R\n\n" + std::string(500, 'c'),
      .training_data_card = "Public web pages and licensed text.",
      .description = "Answers with citations from retrieved documents.",
      .model_template_id = "chat-template",
      .id = ModelInstanceId(id)};
}

inline std::string instance_id(int number) { return "instance-" + std::to_string(number); }

/// How many instances a workload of one call goes around.
inline constexpr int sample_size = 1000;

}  // namespace modelreg::bench
