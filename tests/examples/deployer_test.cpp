#include "examples/deployer.hpp"

#include "modelreg/gtest.hpp"

/// The tests of an application that deploys models: its code is that of production, the platform a
/// registry in the process.
namespace deployer {
namespace {

using namespace modelreg;
using namespace modelreg::testing;
using ::testing::ElementsAre;
using ::testing::SizeIs;

const NewModelInstance gpt{.name = "GPT-4o", .model_type = ModelType::chat_completion};

class DeployerTest : public RegistryTest {
 protected:
  DeployerTest()
      : RegistryTest(Seed()
                         .group({.name = "chat", .id = ModelGroupId("chat")})
                         .account({.account_id = "other", .user_id = "eve"})
                         .group({.name = "secret", .id = ModelGroupId("theirs")})) {}

  std::vector<std::string> steps;
  Deployer deployer{client, [this](auto step) { steps.emplace_back(step); }};
};

TEST_F(DeployerTest, AModelIsRegisteredAndInItsGroup) {
  EXPECT_THAT(deployer.deploy("chat", gpt), IsInGroup(ModelGroupId("chat")));
  EXPECT_THAT(steps, ElementsAre("group", "model", "membership"));
}

TEST_F(DeployerTest, AGroupThatIsMissingIsMade) {
  deployer.deploy("rerankers", gpt);
  EXPECT_THAT(session.list_model_groups().items,
              ElementsAre(HasName("chat"), HasName("rerankers")));
}

TEST_F(DeployerTest, WhileThePlatformIsUnavailableItComesAgain) {
  registry.fail(Fault::unavailable(), {.calls = 2});
  EXPECT_THAT(deployer.deploy("chat", gpt), IsInGroup(ModelGroupId("chat")));
}

TEST_F(DeployerTest, ItWaitsAsLongAsThePlatformAsksForAndNoLonger) {
  const auto start = registry.now();
  registry.fail(Fault::rate_limited(std::chrono::seconds(7)));
  deployer.deploy("chat", gpt);
  EXPECT_EQ(registry.now() - start, std::chrono::seconds(7));
}

TEST_F(DeployerTest, AfterATornAnswerDoingItAgainDoublesNothing) {
  registry.fail(Fault::torn_body(), {.of = Operation::create_model_instance});
  EXPECT_THAT([&] { deployer.deploy("chat", gpt); }, Fails(ErrorCode::unexpected_answer));
  EXPECT_THAT(deployer.deploy("chat", gpt), IsInGroup(ModelGroupId("chat")));
  EXPECT_THAT(session.list_model_instances().items, SizeIs(1));
}

TEST_F(DeployerTest, AModelWhoseAnswerWasLostIsNotDoubled) {
  registry.fail(Fault::lost_answer(), {.of = Operation::create_model_instance});
  EXPECT_THAT(deployer.deploy("chat", gpt), IsInGroup(ModelGroupId("chat")));
  EXPECT_THAT(session.list_model_instances().items, SizeIs(1));
}

TEST_F(DeployerTest, SomebodyElsesGroupIsNotTouched) {
  const auto model = deployer.deploy("secret", gpt);
  EXPECT_NE(model.model_group_id, ModelGroupId("theirs"));
  EXPECT_THAT([&] { client.add_model_instance(ModelGroupId("theirs"), model.id); },
              Fails(ErrorCode::not_found));
}

TEST_F(DeployerTest, ItChangesNothingButWhatItIsAskedTo) {
  const auto model = deployer.deploy("chat", gpt);
  EXPECT_THAT(registry.journal().changes(),
              AskedOnly({call(Operation::create_model_instance, gpt),
                         call(Operation::add_model_instance, ModelGroupId("chat"), model.id)}));
}

}  // namespace
}  // namespace deployer
