#include "modelreg/import.hpp"
#include "session_fixture.hpp"
#include "text_file.hpp"

/// Catalogues that others publish; the files are excerpts in their form.
namespace modelreg {
namespace {

using testing::ElementsAre;

class CataloguesTest : public test::SessionTest {
 protected:
  ImportReport import(const std::string& file, ImportFormat format) {
    return import_from(session,
                       test::read_bytes(MODELREG_SOURCE_DIR "/tests/data/catalogues/" + file),
                       {.format = format});
  }

  /// Each model as `NAME VENDOR TYPE`.
  std::vector<std::string> models() {
    std::vector<std::string> lines;
    for (const auto& model : session.walk_model_instances()) {
      EXPECT_EQ(model.id.str(), model.name);
      lines.push_back(model.name + " " + std::string(to_string(model.model_vendor.value())) + " " +
                      std::string(to_string(model.model_type)));
    }
    return lines;
  }
};

TEST_F(CataloguesTest, OfLitellmEachModelHasItsProviderAndMode) {
  EXPECT_EQ(import("litellm.json", ImportFormat::litellm).model_instances.created, 6);
  EXPECT_THAT(models(),
              ElementsAre("gpt-4o OPENAI CHAT_COMPLETION",
                          "text-embedding-3-small OPENAI EMBEDDING", "rerank-v3.5 COHERE RERANKING",
                          "anthropic.claude-3-haiku-20240307-v1:0 BEDROCK CHAT_COMPLETION",
                          "256-x-256/dall-e-2 OPENAI GENERIC",
                          "deepseek/deepseek-chat OTHER CHAT_COMPLETION"));
}

TEST_F(CataloguesTest, OfHuggingFaceEachModelHasItsOrganisationAndTask) {
  EXPECT_EQ(import("huggingface.json", ImportFormat::huggingface).model_instances.created, 5);
  EXPECT_THAT(models(), ElementsAre("sentence-transformers/all-MiniLM-L6-v2 OTHER EMBEDDING",
                                    "openai-community/gpt2 OPENAI COMPLETION",
                                    "google/gemma-2-9b-it GOOGLE CHAT_COMPLETION",
                                    "BAAI/bge-reranker-v2-m3 OTHER RERANKING",
                                    "black-forest-labs/FLUX.1-dev OTHER GENERIC"));
}

TEST_F(CataloguesTest, WhatTheCatalogueSaysIsKeptDigitByDigit) {
  import("litellm.json", ImportFormat::litellm);

  EXPECT_THAT(
      session.get_model_instance(ModelInstanceId("gpt-4o")).base_model_metadata->text(),
      testing::StartsWith(R"({"input_cost_per_token":2.5e-06,"litellm_provider":"openai",)"));
}

TEST_F(CataloguesTest, AnEntryAtFaultIsNamedWithItsLine) {
  const auto fault_of = [&](std::string_view text, ImportFormat format) -> std::string {
    try {
      import_from(session, text, {.format = format});
    } catch (const ImportError& error) {
      return error.what();
    }
    return "";
  };

  EXPECT_EQ(fault_of("{\"a\": {},\n\"b\": 7}", ImportFormat::litellm),
            "record 2 (line 2): must be a JSON object");
  EXPECT_EQ(fault_of("[]", ImportFormat::litellm),
            "record 1 (line 1): must be a JSON object with a member for each model");
  EXPECT_EQ(fault_of("[{\"id\": \"a\"}, {}]", ImportFormat::huggingface),
            "record 2 (line 1): id: is required");
  EXPECT_EQ(session.count_model_instances(), 0);
}

}  // namespace
}  // namespace modelreg
