#include <gmock/gmock.h>

#include <array>

#include "session_fixture.hpp"

/// What the hosted platform answers, read from JSON text: pages, views, refusals, changes.
namespace modelreg {
namespace {

using test::IsViolation;
using test::violations_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const Identity ada{.account_id = "acme", .user_id = "ada"};

ModelInstance a_model() { return test::a_complete_record(ada); }

ModelGroup a_group() {
  return {.name = "rankers", .id = ModelGroupId("g"), .account_id = "a", .created_by_user_id = "u"};
}

ModelDeployment a_deployment() {
  return {.name = "blue",
          .model_instance_id = a_model().id,
          .vendor_configuration = JsonObject(R"({"replicas":2})"),
          .id = ModelDeploymentId("d"),
          .account_id = "a",
          .created_by_user_id = "u",
          .status = "READY"};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  EXPECT_THAT(text, HasSubstr(from));
  return text.replace(text.find(from), from.size(), to);
}

template <class Record>
std::vector<Violation> refusal(const std::string& text) {
  return violations_of([&] { (void)from_json_text<Record>(text); });
}

template <class Record>
std::vector<Violation> refusal(const std::string& text, const AnswerOptions& options) {
  return violations_of([&] { (void)from_json_text<Record>(text, options); });
}

template <class Record>
Page<Record> page_of(std::vector<Record> items) {
  return {.items = std::move(items),
          .current_page = 3,
          .items_per_page = 2,
          .total_item_count = 5'000'000'000};
}

TEST(JsonAnswersTest, APageComesBackEqual) {
  const auto groups = page_of<ModelGroup>({a_group(), a_group()});
  const auto models = page_of<ModelInstance>({a_model()});
  const auto deployments = page_of<ModelDeployment>({a_deployment()});
  const auto viewed = page_of<ViewedModelInstance>(
      {{.model_instance = a_model(), .deployments = {{a_deployment()}}, .model_group = a_group()},
       {.model_instance = a_model()}});

  EXPECT_EQ(from_json_text<Page<ModelGroup>>(to_json_text(groups)), groups);
  EXPECT_EQ(from_json_text<Page<ModelInstance>>(to_json_text(models)), models);
  EXPECT_EQ(from_json_text<Page<ModelDeployment>>(to_json_text(deployments)), deployments);
  EXPECT_EQ(from_json_text<Page<ViewedModelInstance>>(to_json_text(viewed)), viewed);
  EXPECT_EQ(from_json_text<Page<ModelGroup>>(to_json_text(Page<ModelGroup>{})), Page<ModelGroup>{});
}

TEST(JsonAnswersTest, AViewedInstanceComesBackEqual) {
  const ViewedModelInstance viewed{.model_instance = a_model(),
                                   .deployments = std::vector<ModelDeployment>(),
                                   .model_group = a_group()};

  EXPECT_EQ(from_json_text<ViewedModelInstance>(to_json_text(viewed)), viewed);
  EXPECT_EQ(from_json_text<ViewedModelInstance>(to_json_text(a_model())),
            ViewedModelInstance{.model_instance = a_model()});
}

TEST(JsonAnswersTest, EveryFaultOfAPageIsNamedWithItsPlace) {
  auto text = to_json_text(page_of<ModelInstance>({a_model(), a_model()}));
  text = replaced(text, R"("name":"Claude 3 Opus")", R"("name":"")");
  text = replaced(text, R"(,"deployment_count":0)", "");
  text = replaced(text, R"("items":[)", R"("items":["{}",)");
  text = replaced(text, R"("current_page":3)", R"("current_page":0)");
  text = replaced(text, R"(,"total_item_count":5000000000)", "");

  EXPECT_THAT(
      refusal<Page<ModelInstance>>(text),
      ElementsAre(IsViolation("current_page", "greater_than_equal"),
                  IsViolation("total_item_count", "missing"), IsViolation("items[0]", "dict_type"),
                  IsViolation("items[1].name", "string_too_short"),
                  IsViolation("items[1].deployment_count", "missing")));
}

TEST(JsonAnswersTest, EveryFaultOfAViewIsNamedWithItsPlace) {
  const ViewedModelInstance viewed{.model_instance = a_model(),
                                   .deployments = {{a_deployment(), a_deployment()}},
                                   .model_group = a_group()};
  auto text = to_json_text(viewed);
  text = replaced(text, R"(,"status":"READY")", "");
  text = replaced(text, R"("name":"rankers")", R"("name":7)");

  EXPECT_THAT(refusal<ViewedModelInstance>(text),
              ElementsAre(IsViolation("deployments[0].status", "missing"),
                          IsViolation("model_group.name", "string_type")));
  EXPECT_THAT(refusal<ViewedModelInstance>(
                  replaced(to_json_text(a_model()), "{", R"({"deployments":{},"model_group":[],)")),
              ElementsAre(IsViolation("deployments", "list_type"),
                          IsViolation("model_group", "dict_type")));
}

TEST(JsonAnswersTest, AFreeFormObjectBesideViewsKeepsItsLimits) {
  std::string deep = "{}";
  for (int level = 1; level < max_json_depth; ++level) deep = R"({"a":)" + deep + "}";
  const auto text = replaced(to_json_text(a_model()), R"({"context_window":200000})", deep);

  EXPECT_THAT(refusal<ModelInstance>(text), SizeIs(1));
  EXPECT_THAT(refusal<ViewedModelInstance>(text),
              ElementsAre(IsViolation("base_model_metadata", "json_invalid")));
}

TEST(JsonAnswersTest, ATextThatIsNoPageIsRefused) {
  for (const char* text : {"", "[]", "null", "{", R"({"items":[])", "<html></html>"}) {
    EXPECT_THAT(refusal<Page<ModelGroup>>(text), ElementsAre(IsViolation("", "json_invalid")))
        << text;
  }
  EXPECT_THAT(refusal<Page<ModelGroup>>("{}"),
              ElementsAre(IsViolation("current_page", "missing"), IsViolation("items", "missing"),
                          IsViolation("items_per_page", "missing"),
                          IsViolation("total_item_count", "missing")));
}

TEST(JsonAnswersTest, ATimeWithoutAnOffsetIsUtc) {
  const auto text =
      replaced(to_json_text(a_group()), "1970-01-01T00:00:00.000000Z", "2022-09-23T06:00:00.877");

  EXPECT_EQ(from_json_text<ModelGroup>(text).created_at,
            parse_timestamp("2022-09-23T06:00:00.877Z"));
  for (const char* wrong : {"2022-09-23", "2022-09-23T", "06:00:00", "2022-09-31T06:00:00", ""}) {
    EXPECT_THAT(refusal<ModelGroup>(replaced(text, "2022-09-23T06:00:00.877", wrong)),
                ElementsAre(IsViolation("created_at", "string_type")))
        << wrong;
  }
}

TEST(JsonAnswersTest, AnUnknownVendorIsNamedOrOther) {
  const auto text = replaced(to_json_text(a_model()), "ANTHROPIC", "MISTRAL_9");
  auto other = a_model();
  other.model_vendor = ModelVendor::other;

  const auto named = refusal<ModelInstance>(text, AnswerOptions{});
  ASSERT_THAT(named, ElementsAre(IsViolation("model_vendor", "enum")));
  EXPECT_THAT(named[0].problem, HasSubstr("MISTRAL_9"));
  EXPECT_EQ(from_json_text<ModelInstance>(text, {.unknown_enums = UnknownEnums::as_other}), other);
}

TEST(JsonAnswersTest, AnUnknownTypeIsNamedWhateverIsDoneWithVendors) {
  const auto text = replaced(to_json_text(a_model()), "CHAT_COMPLETION", "MODERATION");

  for (const auto mode : {UnknownEnums::reject, UnknownEnums::as_other}) {
    const auto named = refusal<ModelInstance>(text, {.unknown_enums = mode});
    ASSERT_THAT(named, ElementsAre(IsViolation("model_type", "enum")));
    EXPECT_THAT(named[0].problem, HasSubstr("MODERATION"));
  }
}

TEST(JsonAnswersTest, WhatIsNotSpeltAsAnEnumIsRefusedAndNotRepeated) {
  for (const std::string value : {R"("<b>Secret</b>")", R"("")", "7", R"("openai")"}) {
    const auto text = replaced(to_json_text(a_model()), R"("ANTHROPIC")", value);
    const auto named = refusal<ModelInstance>(text, {.unknown_enums = UnknownEnums::as_other});
    ASSERT_THAT(named, ElementsAre(IsViolation("model_vendor", "enum"))) << value;
    EXPECT_THAT(named[0].problem, Not(HasSubstr("Secret")));
  }
}

TEST(JsonAnswersTest, ADeploymentNeedNotSayWhoseItIs) {
  const auto text =
      replaced(to_json_text(a_deployment()), R"("model_instance_id":"imported/1",)", "");
  const AnswerOptions known{.model_instance_id = a_model().id};

  EXPECT_THAT(refusal<ModelDeployment>(text, AnswerOptions{}),
              ElementsAre(IsViolation("model_instance_id", "missing")));
  EXPECT_EQ(from_json_text<ModelDeployment>(text, known), a_deployment());
  EXPECT_EQ(
      from_json_text<ModelDeployment>(replaced(text, "{", R"({"model_instance_id":null,)"), known),
      a_deployment());
  EXPECT_EQ(from_json_text<ModelDeployment>(to_json_text(a_deployment()),
                                            {.model_instance_id = ModelInstanceId("another")}),
            a_deployment());

  const auto viewed = from_json_text<ViewedModelInstance>(
      replaced(to_json_text(a_model()), "{", R"({"deployments":[)" + text + "],"), AnswerOptions{});
  EXPECT_THAT(viewed.deployments, testing::Optional(ElementsAre(a_deployment())));
}

TEST(JsonAnswersTest, ChangesSayWhatIsClearedAndComeBackEqual) {
  const ModelGroupChanges group{.name = "n", .description = clear};
  const ModelInstanceChanges model{.model_vendor = ModelVendor::cohere,
                                   .base_model_metadata = JsonObject(R"({"a":1})"),
                                   .model_group_id = clear};
  const ModelDeploymentChanges deployment{.vendor_configuration = clear};

  EXPECT_EQ(to_json_text(group), R"({"name":"n","description":null})");
  EXPECT_EQ(to_json_text(model), R"({"model_vendor":"COHERE","base_model_metadata":{"a":1},)"
                                 R"("model_group_id":null})");
  EXPECT_EQ(to_json_text(ModelDeploymentChanges{}), "{}");
  EXPECT_EQ(from_json_text<ModelGroupChanges>(to_json_text(group)), group);
  EXPECT_EQ(from_json_text<ModelInstanceChanges>(to_json_text(model)), model);
  EXPECT_EQ(from_json_text<ModelDeploymentChanges>(to_json_text(deployment)), deployment);
  EXPECT_THAT(refusal<ModelGroupChanges>(R"({"name":null})"),
              ElementsAre(IsViolation("name", "string_type")));
}

TEST(JsonAnswersTest, WhatIsNewIsWrittenWithItsAccount) {
  EXPECT_EQ(to_json_text(NewModelGroup{.name = "n"}, "a\"b"),
            R"({"name":"n","account_id":"a\"b"})");
}

TEST(JsonAnswersTest, ARefusalIsASentenceOrViolations) {
  EXPECT_EQ(from_json_text<Refused>(R"({"detail":"Not Found"})"), Refused{.detail = "Not Found"});
  EXPECT_EQ(from_json_text<Refused>(R"({"detail":[
          {"loc":["body","model_type"],"msg":"is required","type":"missing","input":{}},
          {"loc":["query","sort_by",1],"msg":"no","type":"enum"},
          {"loc":["body","deployments",2,"name"],"msg":"no","type":"string_type"},
          {"loc":["body"],"msg":"no","type":"missing"}]})"),
            (Refused{.violations = {{"model_type", "is required", "missing"},
                                    {"sort_by", "no", "enum"},
                                    {"deployments[2].name", "no", "string_type"},
                                    {"", "no", "missing"}}}));
}

TEST(JsonAnswersTest, ATextThatIsNoRefusalIsRefused) {
  for (const char* text :
       {"", "<html>", "[]", "{}", R"({"detail":7})", R"({"detail":""})", R"({"detail":[]})",
        R"({"detail":["no"]})", R"({"detail":[{"loc":["body"]}]})", R"({"detail":"torn)"}) {
    EXPECT_THAT(refusal<Refused>(text), SizeIs(1)) << text;
  }
}

TEST(JsonAnswersTest, ADeletionIsACountAndASuccess) {
  EXPECT_EQ(from_json_text<Deleted>(R"({"count":1,"success":true})"), (Deleted{1, true}));
  EXPECT_THAT(refusal<Deleted>(R"({"count":"1"})"),
              ElementsAre(IsViolation("count", "int_type"), IsViolation("success", "missing")));
}

}  // namespace
}  // namespace modelreg
