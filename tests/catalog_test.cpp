#include <nlohmann/json.hpp>
#include <set>

#include "modelreg/json.hpp"
#include "session_fixture.hpp"
#include "text_file.hpp"

/// The models that the demonstration imports.
namespace modelreg {
namespace {

class CatalogTest : public testing::Test {
 protected:
  nlohmann::json catalog =
      nlohmann::json::parse(test::read_bytes(MODELREG_SOURCE_DIR "/tests/data/catalog.json"));
};

TEST_F(CatalogTest, HasModelsOfEveryVendorOfTheDocumentedEditionAndOfEveryType) {
  std::set<std::string> vendors;
  std::set<std::string> types;
  for (const auto& model : catalog) {
    vendors.insert(model.at("model_vendor"));
    types.insert(model.at("model_type"));
  }

  EXPECT_GE(catalog.size(), 40U);
  EXPECT_EQ(vendors.size(), enum_texts<ModelVendor>.size() - 1);  // without VERTEX_AI
  EXPECT_EQ(types.size(), enum_texts<ModelType>.size());
}

TEST_F(CatalogTest, EveryModelIsValidAndItsIdUnique) {
  std::set<std::string> ids;
  for (const auto& model : catalog) {
    const auto instance = model.get<NewModelInstance>();
    EXPECT_TRUE(ids.insert(instance.id.value().str()).second) << instance.id->str();
  }
}

TEST_F(CatalogTest, EveryModelSaysWhoMadeItAndUnderWhichTerms) {
  for (const auto& model : catalog) {
    const auto& metadata = model.at("base_model_metadata");
    EXPECT_FALSE(metadata.at("developer").get<std::string>().empty());
    EXPECT_THAT(metadata.at("license_url").get<std::string>(), testing::StartsWith("https://"));
  }
}

}  // namespace
}  // namespace modelreg
