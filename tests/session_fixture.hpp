#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <concepts>
#include <optional>
#include <string>

#include "modelreg/modelreg.hpp"

namespace modelreg::test {

/// The code of the error that `call` throws; nothing if it throws none.
template <std::invocable Call>
std::optional<ErrorCode> error_of(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.code();
  }
  return std::nullopt;
}

/// The violations of the error that `call` throws.
template <std::invocable Call>
std::vector<Violation> violations_of(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.violations();
  }
  return {};
}

/// Matches a violation by its field and its type.
MATCHER_P2(IsViolation, field, type, "") { return arg.field == field && arg.type == type; }

inline NewModelInstance an_instance(std::string name = "GPT-4o") {
  return {.name = std::move(name), .model_type = ModelType::chat_completion};
}

/// With a value in every field that a caller may fill.
inline NewModelInstance a_full_instance() {
  return {.name = "Command R",
          .model_type = ModelType::chat_completion,
          .model_vendor = ModelVendor::cohere,
          .base_model_id = "command-r-08-2024",
          .base_model_metadata = JsonObject(R"({"context_window": 128000})"),
          .model_creation_parameters = JsonObject(R"({"temperature": 0.30})"),
          .model_card = "# Command R\n\n\"Retrieval\" \\ tools \t é 漢字 🙂",
          .training_data_card = "Public web pages.",
          .description = "Answers with citations.",
          .model_template_id = "chat"};
}

/// As the hosted platform would answer it.
inline ModelInstance a_complete_record(const Identity& identity) {
  return {.name = "Claude 3 Opus",
          .model_vendor = ModelVendor::anthropic,
          .model_type = ModelType::chat_completion,
          .base_model_id = "claude-3-opus-20240229",
          .base_model_metadata = JsonObject(R"({"context_window": 200000})"),
          .model_creation_parameters = JsonObject(),
          .model_card = "card",
          .training_data_card = "data",
          .description = "largest",
          .model_template_id = "template",
          .id = ModelInstanceId("imported/1"),
          .created_at = *parse_timestamp("2024-02-29T12:00:00.000001Z"),
          .account_id = identity.account_id,
          .created_by_user_id = "somebody else",
          .request_schema = JsonObject(R"({"title": "request"})"),
          .response_schema = JsonObject(R"({"title": "response"})"),
          .supports_multi_turn = false};
}

/// One registry in memory; its user, and another account of it.
class SessionTest : public ::testing::Test {
 protected:
  Registry registry = Registry::in_memory();
  Session session = registry.session({.account_id = "acme", .user_id = "ada"});
  Session stranger = registry.session({.account_id = "globex", .user_id = "bob"});

  const ModelGroupId missing_group{"no-such-group"};
  const ModelInstanceId missing_instance{"no-such-instance"};

  ModelGroup a_group(std::string name = "summarisers") {
    return session.create_model_group({.name = std::move(name)});
  }
};

}  // namespace modelreg::test
