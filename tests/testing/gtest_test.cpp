#include "modelreg/gtest.hpp"

#include <string>

/// What a test with GoogleTest has of the kit.
namespace modelreg::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::PrintToString;
using ::testing::StartsWith;
using ::testing::StringMatchResultListener;

class ChatTest : public RegistryTest {
 protected:
  ChatTest() : RegistryTest(Seed().group({.name = "chat"})) {}
};

TEST_F(ChatTest, TheGroupIsThere) {
  EXPECT_THAT(client.list_model_groups().items, ElementsAre(HasName("chat")));
}

class GtestTest : public RegistryTest {
 protected:
  ModelGroup group = session.create_model_group({.name = "g"});
  ModelInstance model = session.create_model_instance(
      {.name = "m", .model_type = ModelType::agent, .model_vendor = ModelVendor::cohere});

  template <class Value, class Matcher>
  static std::string explained(const Value& value, const Matcher& matcher) {
    StringMatchResultListener listener;
    const bool matches = ::testing::ExplainMatchResult(matcher, value, &listener);
    return (matches ? "yes: " : "no: ") + listener.str();
  }
};

TEST_F(GtestTest, RecordsMatchByTheirFields) {
  EXPECT_THAT(model, IsInNoGroup());
  EXPECT_THAT(model, Not(IsInGroup(group.id)));
  model = client.add_model_instance(group.id, model.id);
  EXPECT_THAT(model, IsInGroup(group.id));
  EXPECT_THAT(model, Not(IsInNoGroup()));
  EXPECT_THAT(model, HasName("m"));
  EXPECT_THAT(model, HasName(StartsWith("m")));
  EXPECT_THAT(model, Not(HasName("n")));
  EXPECT_THAT(model, HasId(model.id));
  EXPECT_THAT(model, HasType(ModelType::agent));
  EXPECT_THAT(model, Not(HasType(ModelType::generic)));
  EXPECT_THAT(model, HasVendor(ModelVendor::cohere));
}

TEST_F(GtestTest, ErrorsAndAnswersMatchByTheirCodeAndStatus) {
  EXPECT_THAT([&] { session.delete_model_group(group.id); }, Not(Fails(ErrorCode::not_found)));
  EXPECT_THAT([&] { session.delete_model_group(group.id); }, Fails(ErrorCode::not_found));
  EXPECT_THAT([&] { session.create_model_group({}); },
              ::testing::Throws<Error>(::testing::AllOf(IsErrorWith(ErrorCode::invalid_argument),
                                                        HasViolation("name", "string_too_short"))));
  EXPECT_THAT(validate(NewModelInstance{.name = "m"}), HasViolation("model_type", "missing"));
  EXPECT_THAT(validate(NewModelInstance{.name = "m"}), Not(HasViolation("name", "enum")));
  const auto response = registry.send({.method = "GET", .target = "/v4/models/none"});
  EXPECT_THAT(response, HasStatus(404));
  EXPECT_THAT(explained(response, HasStatus(200)), HasSubstr("no such model instance"));
}

TEST_F(GtestTest, TheJournalMatchesByItsCalls) {
  registry.forget_journal();
  session.add_model_instance(group.id, model.id);
  EXPECT_THAT(registry.journal(),
              AskedOnly({call(Operation::add_model_instance, group.id, model.id)}));
  EXPECT_THAT(registry.journal(), Asked(call(Operation::add_model_instance, group.id, model.id)));
  EXPECT_THAT(registry.journal(), AskedTimes(call(Operation::get_model_group), 0));
  EXPECT_THAT(explained(registry.journal(), AskedOnly({call(Operation::list_model_groups)})),
              HasSubstr("not asked: list_model_groups()"));
}

TEST_F(GtestTest, EverythingIsPrintedForPeople) {
  EXPECT_EQ(PrintToString(model), to_json_text(model));
  EXPECT_EQ(PrintToString(NewModelGroup{.name = "g"}), R"({"name":"g"})");
  EXPECT_EQ(PrintToString(ModelGroupChanges{.name = "g", .description = clear}),
            R"({"name":"g","description":null})");
  EXPECT_THAT(PrintToString(session.list_model_groups()), HasSubstr(R"("total_item_count":1)"));
  EXPECT_EQ(PrintToString(ModelGroupId("chat")), "\"chat\"");
  EXPECT_EQ(PrintToString(ModelType::agent), "AGENT");
  EXPECT_EQ(PrintToString(ErrorCode::busy), "busy");
  EXPECT_EQ(PrintToString(Error(ErrorCode::busy, "locked")), "busy: locked");
  EXPECT_EQ(PrintToString(Violation{"name", "is required", "missing"}),
            "name: is required (missing)");
  EXPECT_EQ(PrintToString(JsonObject(R"({"a": 1})")), R"({"a":1})");
  EXPECT_EQ(PrintToString(NewApiKey{.id = "1a", .secret = "secret"}), "the key 1a");
  EXPECT_EQ(PrintToString(Identity{"acme", "ada"}), "ada in acme");
  EXPECT_EQ(PrintToString(Header{"a", "b"}), "a: b");
  EXPECT_THAT(PrintToString(Response{.status = 200, .body = "{}"}), HasSubstr("\"status\":200"));
  EXPECT_THAT(PrintToString(Response{.status = 200, .body = "\xFF"}), StartsWith("no JSON"));
  EXPECT_EQ(PrintToString(call(Operation::get_model_group, group.id)),
            "get_model_group(" + group.id.str() + ")");
  EXPECT_EQ(PrintToString(std::optional(ModelVendor::cohere)), "(COHERE)");
}

}  // namespace
}  // namespace modelreg::testing
