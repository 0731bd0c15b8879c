#include "registry/model_type_traits.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "storage/embedded.hpp"

/// What the schemas accept and refuse is tested by model_type_schemas_test.py.
namespace modelreg {
namespace {

using nlohmann::json;

TEST(ModelTypeSchemasTest, EveryTypeHasItsOwnPairOfSchemas) {
  EXPECT_EQ(storage::embedded_json_schemas().size(), 2 * enum_texts<ModelType>.size());
  for (const auto& [type, text] : enum_texts<ModelType>) {
    EXPECT_NE(registry::request_schema_of(type), registry::response_schema_of(type)) << text;
    for (const auto& [other, other_text] : enum_texts<ModelType>) {
      if (type == other) continue;
      EXPECT_NE(registry::request_schema_of(type), registry::request_schema_of(other))
          << text << other_text;
    }
  }
}

TEST(ModelTypeSchemasTest, EverySchemaIsOfTheSameDialect) {
  for (const auto& file : storage::embedded_json_schemas()) {
    EXPECT_EQ(json::parse(file.text).at("$schema"), "https://json-schema.org/draft/2020-12/schema")
        << file.name;
  }
}

TEST(ModelTypeSchemasTest, WhatIsRequiredIsWhatTheContractSays) {
  const auto required = [](const JsonObject& schema) {
    return json::parse(schema.text()).value("required", json::array());
  };
  EXPECT_EQ(required(registry::request_schema_of(ModelType::completion)), json({"prompts"}));
  EXPECT_EQ(required(registry::request_schema_of(ModelType::chat_completion)), json({"messages"}));
  EXPECT_EQ(required(registry::request_schema_of(ModelType::embedding)), json({"texts"}));
  EXPECT_EQ(required(registry::request_schema_of(ModelType::reranking)), json({"query", "chunks"}));
  EXPECT_EQ(required(registry::request_schema_of(ModelType::agent)), json({"messages", "tools"}));
  EXPECT_EQ(required(registry::request_schema_of(ModelType::generic)), json::array());
  EXPECT_EQ(required(registry::response_schema_of(ModelType::completion)), json({"completions"}));
  EXPECT_EQ(required(registry::response_schema_of(ModelType::agent)), json({"action", "context"}));
}

}  // namespace
}  // namespace modelreg
