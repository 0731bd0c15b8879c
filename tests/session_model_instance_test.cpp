#include "session_fixture.hpp"

namespace modelreg {
namespace {

using test::a_complete_record;
using test::a_full_instance;
using test::an_instance;
using test::error_of;
using test::IsViolation;
using test::violations_of;
using testing::ElementsAre;

class SessionModelInstanceTest : public test::SessionTest {};

TEST_F(SessionModelInstanceTest, EveryFieldOfANewInstanceIsStored) {
  const auto given = a_full_instance();
  const auto instance = session.create_model_instance(given);

  EXPECT_EQ(session.get_model_instance(instance.id), instance);
  EXPECT_EQ(instance.name, given.name);
  EXPECT_EQ(instance.model_vendor, given.model_vendor);
  EXPECT_EQ(instance.model_type, given.model_type);
  EXPECT_EQ(instance.base_model_id, given.base_model_id);
  EXPECT_EQ(instance.base_model_metadata, given.base_model_metadata);
  EXPECT_EQ(instance.model_creation_parameters, given.model_creation_parameters);
  EXPECT_EQ(instance.model_card, given.model_card);
  EXPECT_EQ(instance.training_data_card, given.training_data_card);
  EXPECT_EQ(instance.description, given.description);
  EXPECT_EQ(instance.model_template_id, given.model_template_id);
  EXPECT_EQ(instance.account_id, "acme");
  EXPECT_EQ(instance.created_by_user_id, "ada");
  EXPECT_EQ(instance.deployment_count, 0);
}

TEST_F(SessionModelInstanceTest, AnOptionalFieldThatWasNotGivenHasNoValue) {
  const auto instance = session.create_model_instance(an_instance());

  EXPECT_EQ(session.get_model_instance(instance.id).model_vendor, std::nullopt);
  EXPECT_EQ(session.get_model_instance(instance.id).description, std::nullopt);
  EXPECT_EQ(session.get_model_instance(instance.id).base_model_metadata, std::nullopt);
  EXPECT_EQ(session.get_model_instance(instance.id).model_group_id, std::nullopt);
}

TEST_F(SessionModelInstanceTest, SchemasAndMultiTurnFollowFromTheType) {
  for (const auto& [type, text] : enum_texts<ModelType>) {
    const auto instance = session.create_model_instance({.name = "n", .model_type = type});

    const bool multi_turn = type == ModelType::chat_completion || type == ModelType::agent;
    EXPECT_EQ(instance.supports_multi_turn, multi_turn) << text;
    EXPECT_THAT(instance.request_schema.text(), testing::HasSubstr("Request\"")) << text;
    EXPECT_THAT(instance.response_schema.text(), testing::HasSubstr("Response\"")) << text;
    EXPECT_EQ(session.get_model_instance(instance.id), instance) << text;
  }
}

TEST_F(SessionModelInstanceTest, ANewInstanceMayStartInAGroup) {
  const auto group = a_group();
  auto given = an_instance();
  given.model_group_id = group.id;
  const auto instance = session.create_model_instance(given);

  EXPECT_EQ(instance.model_group_id, group.id);
  EXPECT_EQ(session.get_model_instance(instance.id), instance);
}

TEST_F(SessionModelInstanceTest, ANewInstanceInAMissingGroupIsNotFoundAndNotStored) {
  auto given = an_instance();
  given.model_group_id = stranger.create_model_group({.name = "theirs"}).id;

  EXPECT_THAT(violations_of([&] { session.create_model_instance(given); }),
              ElementsAre(IsViolation("model_group_id", "not_found")));
  EXPECT_EQ(session.list_model_instances().total_item_count, 0);
}

TEST_F(SessionModelInstanceTest, ATakenIdIsAConflictAndTheInstanceStays) {
  auto given = an_instance();
  given.id = ModelInstanceId("gpt-4o");
  const auto instance = session.create_model_instance(given);
  given.name = "another";

  EXPECT_THAT(violations_of([&] { session.create_model_instance(given); }),
              ElementsAre(IsViolation("id", "conflict")));
  EXPECT_EQ(session.get_model_instance(instance.id), instance);
}

TEST_F(SessionModelInstanceTest, AnInvalidInstanceIsRefusedWithEveryViolation) {
  EXPECT_THAT(
      violations_of([&] {
        session.create_model_instance({.name = std::string(1025, 'x'), .model_type = {}});
      }),
      ElementsAre(IsViolation("name", "string_too_long"), IsViolation("model_type", "missing")));
  EXPECT_EQ(session.list_model_instances().total_item_count, 0);
}

TEST_F(SessionModelInstanceTest, AnotherAccountsInstanceIsNotThere) {
  const auto theirs = stranger.create_model_instance(an_instance());

  EXPECT_EQ(error_of([&] { (void)session.get_model_instance(theirs.id); }), ErrorCode::not_found);
  EXPECT_EQ(session.find_model_instance(theirs.id), std::nullopt);
  EXPECT_EQ(session.list_model_instances().total_item_count, 0);
}

TEST_F(SessionModelInstanceTest, AnImportedRecordIsKeptAsItIs) {
  auto record = a_complete_record(session.identity());
  record.model_group_id = a_group().id;
  const auto stored = session.import_model_instance(record);

  EXPECT_EQ(stored, record);
  EXPECT_EQ(session.get_model_instance(record.id), record);
}

TEST_F(SessionModelInstanceTest, AnImportedRecordHasTheDeploymentsThatAreHere) {
  auto record = a_complete_record(session.identity());
  record.deployment_count = 3;
  session.import_model_instance(record);

  EXPECT_EQ(session.get_model_instance(record.id).deployment_count, 0);
}

TEST_F(SessionModelInstanceTest, AnImportIsRefusedLikeACreation) {
  auto record = a_complete_record(session.identity());
  session.import_model_instance(record);

  EXPECT_EQ(error_of([&] { session.import_model_instance(record); }), ErrorCode::conflict);
  record.id = ModelInstanceId("another");
  record.model_group_id = missing_group;
  EXPECT_EQ(error_of([&] { session.import_model_instance(record); }), ErrorCode::not_found);
  record.account_id = "globex";
  EXPECT_THAT(violations_of([&] { session.import_model_instance(record); }),
              ElementsAre(IsViolation("account_id", "forbidden")));
  record.name = "";
  EXPECT_THAT(violations_of([&] { session.import_model_instance(record); }),
              ElementsAre(IsViolation("name", "string_too_short")));
  EXPECT_EQ(session.list_model_instances().total_item_count, 1);
}

TEST_F(SessionModelInstanceTest, AListHasTheFiltersThatAreSet) {
  const auto group = a_group();
  const auto chat = session.create_model_instance(an_instance("chat"));
  const auto agent = session.create_model_instance(
      {.name = "agent", .model_type = ModelType::agent, .model_group_id = group.id});
  const auto member =
      session.add_model_instance(group.id, session.create_model_instance(an_instance("member")).id);
  const auto list = [&](const ModelInstanceQuery& query) {
    return session.list_model_instances(query).items;
  };
  ModelInstanceQuery query;

  EXPECT_THAT(list(query), ElementsAre(chat, agent, member));
  query.model_type = ModelType::chat_completion;
  EXPECT_THAT(list(query), ElementsAre(chat, member));
  query.model_group_id = group.id;
  EXPECT_THAT(list(query), ElementsAre(member));
  EXPECT_EQ(session.list_model_instances(query).total_item_count, 1);
  query.model_type.reset();
  EXPECT_THAT(list(query), ElementsAre(agent, member));
  query.limit = 1;
  query.page = 2;
  EXPECT_EQ(session.list_model_instances(query), (Page<ModelInstance>{{member}, 2, 1, 2}));
  query.model_group_id = missing_group;
  EXPECT_EQ(session.list_model_instances(query).total_item_count, 0);
}

TEST_F(SessionModelInstanceTest, ARecordLargerThanAPageOfTheFileIsStored) {
  auto given = an_instance();
  given.model_card = std::string(1 << 20, 'c');
  given.training_data_card = std::string(1 << 20, 't');
  given.description = std::string(1 << 20, 'd');
  given.base_model_metadata = JsonObject("{\"a\":\"" + std::string((1 << 20) - 8, 'm') + "\"}");
  given.model_creation_parameters = given.base_model_metadata;
  const auto instance = session.create_model_instance(given);

  EXPECT_EQ(session.get_model_instance(instance.id), instance);
}

TEST_F(SessionModelInstanceTest, RecordsMayHaveMoreSchemasThanAreKeptInMemory) {
  std::vector<ModelInstance> imported;
  for (int i = 0; i < 600; ++i) {
    auto record = test::a_complete_record(session.identity());
    record.id = ModelInstanceId(std::to_string(i));
    record.request_schema = JsonObject(R"({"title":)" + std::to_string(i) + "}");
    imported.push_back(session.import_model_instance(record));
  }

  for (const auto& record : imported) EXPECT_EQ(session.get_model_instance(record.id), record);
}

}  // namespace
}  // namespace modelreg
