#include "modelreg/testing/replay.hpp"

#include <filesystem>
#include <fstream>

#include "modelreg/gtest.hpp"
#include "session_fixture.hpp"
#include "temporary_folder.hpp"
#include "text_file.hpp"

namespace modelreg::testing {
namespace {

using test::error_of;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

const std::string shipped = MODELREG_SOURCE_DIR "/tests/data/recordings/add_model_to_group";

class ReplayTest : public ::testing::Test {
 protected:
  /// A whole story, with refusals.
  void record() {
    TestRegistry platform(TestOptions{.identity = {"their-account", "u"}, .id_seed = 1});
    key = platform.api_key();
    Client client(recording(platform.transport(), file), platform.client_options());
    const auto group = client.create_model_group({.name = "chat"});
    const auto model =
        client.create_model_instance({.name = "GPT-4o", .model_type = ModelType::chat_completion});
    client.add_model_instance(group.id, model.id);
    client.create_model_deployment(model.id, {.name = "eu"});
    (void)client.list_model_instances();
    (void)client.find_model_group(ModelGroupId("none"));
    client.delete_model_group(group.id);
  }

  test::TemporaryFolder folder;
  std::string file = folder / "platform.jsonl";
  std::string key;
};

TEST_F(ReplayTest, TheShippedRecordingIsReplayedWithoutADifference) {
  TestRegistry registry(Seed::from_file(shipped + ".seed.json"));

  EXPECT_EQ(text_of(replay(read_recording(shipped + ".jsonl"), registry)), "");
  EXPECT_THAT(registry.journal().entries(), SizeIs(1));
}

TEST_F(ReplayTest, WhatWasRecordedIsTheSameAgainWithOtherIdsAndTimes) {
  record();
  TestRegistry registry(TestOptions{.now = *parse_timestamp("2031-01-01T00:00:00Z")});

  const auto exchanges = read_recording(file);

  EXPECT_THAT(exchanges, SizeIs(7));
  EXPECT_EQ(text_of(replay(exchanges, registry)), "");
  EXPECT_THAT(registry.journal().entries(), SizeIs(7));
}

TEST_F(ReplayTest, IdsThatCountTheSameAreNotTakenForEachOther) {
  TestRegistry platform;
  Client client(recording(platform.transport(), file), platform.client_options());
  const auto one = client.create_model_group({.name = "one"});
  const auto two = client.create_model_group({.name = "two"});
  (void)client.get_model_group(one.id);
  (void)client.get_model_group(two.id);
  TestRegistry registry(Seed().group({.name = "there before"}));

  EXPECT_EQ(text_of(replay(read_recording(file), registry)), "");
}

TEST_F(ReplayTest, NoKeyIsWritten) {
  record();
  TestRegistry platform;
  const auto transport = recording(platform.transport(), file);
  (void)transport->send({.method = "GET",
                         .target = "/v4/models?key=" + platform.api_key(),
                         .headers = {{"X-API-Key", platform.api_key()}, {"Cookie", "a secret"}},
                         .body = platform.api_key()});

  const auto written = test::read_bytes(file);

  EXPECT_THAT(written, Not(HasSubstr(key)));
  EXPECT_THAT(written, Not(HasSubstr(platform.api_key())));
  EXPECT_THAT(written, Not(HasSubstr("a secret")));
}

TEST_F(ReplayTest, EveryDifferenceIsNamedWithItsPlace) {
  record();
  auto exchanges = read_recording(file);
  auto& list = exchanges.at(4).response.body;
  list.replace(list.find("GPT-4o"), 6, "GPT-5");
  exchanges.at(5).response.status = 200;
  exchanges.at(6).response.body = R"({"count":1,"deleted":true})";
  TestRegistry registry;

  const auto differences = replay(exchanges, registry);

  ASSERT_THAT(differences, SizeIs(4));
  EXPECT_EQ(differences[0].place, "items[0].name");
  EXPECT_EQ(differences[0].recorded, "\"GPT-5\"");
  EXPECT_EQ(differences[0].replayed, "\"GPT-4o\"");
  EXPECT_EQ(differences[1].place, "status");
  EXPECT_EQ(differences[2].place, "deleted");
  EXPECT_EQ(differences[2].replayed, "");
  EXPECT_EQ(differences[3].place, "success");
  EXPECT_EQ(text_of({differences[1]}), "6, GET /v4/model-groups/none: status was 200 and is 404\n");
}

TEST_F(ReplayTest, AnIdMustStandWhereverTheRecordedOneDid) {
  record();
  auto exchanges = read_recording(file);
  auto& added = exchanges.at(2).response.body;
  const auto at = added.find("\"model_group_id\":\"") + 18;
  added.replace(at, 36, "somebody-elses-group");
  TestRegistry registry;

  const auto differences = replay(exchanges, registry);

  ASSERT_FALSE(differences.empty());
  EXPECT_EQ(differences[0].place, "model_group_id");
}

TEST_F(ReplayTest, NoAnswerIsADifference) {
  record();
  TestRegistry registry;
  registry.fail(Fault::timeout(), {.first = 7});

  const auto differences = replay(read_recording(file), registry);

  ASSERT_THAT(differences, SizeIs(1));
  EXPECT_EQ(differences[0].place, "answer");
}

TEST_F(ReplayTest, WhatIsNoRecordingIsRefusedWithItsLine) {
  EXPECT_EQ(error_of([&] { (void)read_recording(file); }), ErrorCode::not_found);
  record();
  std::ofstream(file, std::ios::app) << "\n{}\n";
  try {
    (void)read_recording(file);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    EXPECT_THAT(error.what(), HasSubstr("line 9"));
  }
  EXPECT_EQ(error_of([&] { (void)recording(nullptr, folder / "none" / "file"); }),
            ErrorCode::storage);
}

}  // namespace
}  // namespace modelreg::testing
