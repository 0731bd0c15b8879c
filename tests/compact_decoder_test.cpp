#include "wire/compact_decoder.hpp"

#include <gmock/gmock.h>

#include <random>
#include <string>

#include "damaged_text.hpp"
#include "session_fixture.hpp"

/// What this library writes is read straight into records. What is taken so, must be taken as the
/// other reader does, which is made to read the same text by a blank behind it.
namespace modelreg {
namespace {

using test::violations_of;

const Identity ada{.account_id = "acme", .user_id = "ada"};

ModelInstance a_model() {
  auto model = test::a_complete_record(ada);
  model.model_card = "\"\\\b\f\n\r\t\x01\x1f\x7f é 漢 🙂 </script>";
  return model;
}

ModelGroup a_group() {
  return {.name = "rankers", .id = ModelGroupId("g"), .account_id = "a", .created_by_user_id = "u"};
}

ModelDeployment a_deployment() {
  return {.name = "blue",
          .model_instance_id = a_model().id,
          .vendor_configuration = JsonObject(R"({"replicas":[2,{"a":{}}]})"),
          .id = ModelDeploymentId("d"),
          .account_id = "a",
          .created_by_user_id = "u",
          .status = "READY"};
}

ViewedModelInstance a_viewed_model() {
  return {.model_instance = a_model(),
          .deployments = {{a_deployment(), a_deployment()}},
          .model_group = a_group()};
}

/// Whether the reader took the text; then both must have found the same.
template <class Record>
bool is_taken(const std::string& text) {
  Record record{};
  if (!wire::read_compact(text, record)) return false;
  EXPECT_THAT(violations_of([&] {
                EXPECT_EQ(record, from_json_text<Record>(text + " "))
                    << testing::PrintToString(text);
              }),
              testing::IsEmpty())
      << testing::PrintToString(text);
  return true;
}

template <class Record>
bool is_taken(const Record& record) {
  return is_taken<Record>(to_json_text(record));
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  EXPECT_THAT(text, testing::HasSubstr(from));
  return text.replace(text.find(from), from.size(), to);
}

/// Of `levels` objects in each other.
std::string nested(std::size_t levels) {
  std::string text;
  for (std::size_t level = 1; level < levels; ++level) text += R"({"a":)";
  return text + "{}" + std::string(levels - 1, '}');
}

TEST(CompactDecoderTest, WhatThisLibraryWritesIsTaken) {
  EXPECT_TRUE(is_taken(a_group()));
  EXPECT_TRUE(is_taken(a_model()));
  EXPECT_TRUE(is_taken(a_deployment()));
  EXPECT_TRUE(is_taken(a_viewed_model()));
  EXPECT_TRUE(is_taken(ViewedModelInstance{.model_instance = a_model()}));
  EXPECT_TRUE(is_taken(Page<ModelGroup>{}));
  EXPECT_TRUE(is_taken(Page<ModelGroup>{.items = {a_group(), a_group(), a_group()}}));
  EXPECT_TRUE(is_taken(Page<ModelInstance>{.items = {a_model(), a_model()}}));
  EXPECT_TRUE(is_taken(Page<ViewedModelInstance>{.items = {a_viewed_model()}}));
  EXPECT_TRUE(is_taken(NewModelInstance{.name = "n", .model_type = ModelType::agent}));
  EXPECT_TRUE(is_taken(ModelInstanceChanges{.description = clear, .model_group_id = clear}));
  EXPECT_TRUE(is_taken(ModelInstanceChanges{}));
  EXPECT_TRUE(is_taken<ModelGroup>(replaced(to_json_text(a_group()), R"("name":"rankers",)",
                                            R"("name":"n","description":null,)")));
}

TEST(CompactDecoderTest, AnyOtherTextIsLeftToTheOtherReader) {
  const auto group = to_json_text(a_group());
  for (const auto& [from, to] : std::initializer_list<std::pair<const char*, const char*>>{
           {R"("name":"rankers")", R"("title":"rankers")"},
           {R"("name":"rankers",)", ""},
           {R"("name":"rankers")", R"("name":"")"},
           {R"("name":"rankers")", R"("name":null)"},
           {R"("name":"rankers")", R"("name":1)"},
           {R"("name":"rankers")", R"("name": "rankers")"},
           {R"("name":"rankers")", R"("name":"rankers","name":"rankers")"},
           {R"("name":"rankers")", R"("name":"rankers","another":1)"},
           {R"("name":"rankers","id":"g")", R"("id":"g","name":"rankers")"},
           {R"("1970-01-01T00:00:00.000000Z")", R"("yesterday")"},
           {"{", "{,"},
           {"}", ",}"},
           {"}", "}}"},
           {"}", ""}}) {
    EXPECT_FALSE(is_taken<ModelGroup>(replaced(group, from, to))) << from << " " << to;
  }
  const auto model = to_json_text(a_model());
  EXPECT_FALSE(is_taken<ModelInstance>(replaced(model, "ANTHROPIC", "MISTRAL")));
  EXPECT_FALSE(is_taken<ModelInstance>(
      replaced(model, R"("deployment_count":)", R"("deployment_count":-)")));
  EXPECT_FALSE(is_taken<Page<ModelGroup>>(to_json_text(Page<ModelGroup>{.current_page = 0})));
  EXPECT_FALSE(is_taken<ModelInstanceChanges>("{}{}"));
}

TEST(CompactDecoderTest, TheLimitsAreThoseOfTheOtherReader) {
  const auto with_metadata = [](const std::string& object) {
    return replaced(to_json_text(NewModelDeployment{.name = "n"}), "}",
                    R"(,"deployment_metadata":)" + object + "}");
  };
  const auto of_size = [](std::size_t size) {
    return R"({"a":")" + std::string(size - 8, 'a') + R"("})";
  };
  for (std::size_t levels = 1; levels < 40; ++levels) {
    EXPECT_EQ(is_taken<NewModelDeployment>(with_metadata(nested(levels))),
              levels < static_cast<std::size_t>(max_json_depth))
        << levels;
  }
  EXPECT_TRUE(is_taken<NewModelDeployment>(with_metadata(of_size(max_text_bytes))));
  EXPECT_FALSE(is_taken<NewModelDeployment>(with_metadata(of_size(max_text_bytes + 1))));

  Page<ModelGroup> page{.items = {max_json_members, a_group()}};
  EXPECT_TRUE(is_taken(page));
  page.items.push_back(a_group());
  EXPECT_FALSE(is_taken(page));
}

TEST(CompactDecoderTest, NoDamagedTextIsTakenThatTheOtherReaderRefusesOrReadsOtherwise) {
  auto model = a_model();
  model.request_schema = JsonObject(R"({"type":"object"})");
  model.response_schema = {};
  const auto record = to_json_text(ViewedModelInstance{
      .model_instance = model, .deployments = {{a_deployment()}}, .model_group = a_group()});
  const auto page = to_json_text(Page<ModelGroup>{.items = {a_group(), a_group()}});
  std::mt19937 random(42);
  int taken = 0;
  for (int i = 0; i < 10'000 && !HasFailure(); ++i) {
    if (is_taken<ViewedModelInstance>(test::damaged(record, random))) ++taken;
    if (is_taken<Page<ModelGroup>>(test::damaged(page, random))) ++taken;
  }
  EXPECT_GT(taken, 1000);
}

}  // namespace
}  // namespace modelreg
