#include "http/serve_command_fixture.hpp"

/// `modelreg pull` and `modelreg push`, between two registries.
namespace modelreg {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// The registry that is served is the platform; `here.db` is another one.
class MirrorCommandsTest : public test::ServeCommandTest {
 protected:
  void SetUp() override {
    answer("group create Chat --id chat");
    answer("model create first --id first --type AGENT --group chat");
    answer("deployment create first live");
    url = json::parse(start("--port 0 --json")).at("address");
  }

  test::Outcome here(const std::string& arguments) {
    return run_with("MODELREG_API_KEY=" + secret, "--db here.db " + arguments);
  }
  std::string pull(const std::string& options = "") {
    return here("pull --from " + url + " " + options).out;
  }
  std::string push(const std::string& options = "") {
    return here("push --to " + url + " " + options).out;
  }

  std::string url;
};

TEST_F(MirrorCommandsTest, BringWhatIsNewAndSayWhatTheyDid) {
  EXPECT_EQ(pull("--dry-run"), "tried, and changed nothing: pulled from " + url +
                                   ": created 1 model group, 1 model, 1 deployment\n");
  EXPECT_EQ(pull(), "pulled from " + url + ": created 1 model group, 1 model, 1 deployment\n");
  EXPECT_EQ(pull("--prune"), "pulled from " + url + ": nothing has changed\n");

  here("model create second --type GENERIC --group chat");
  here("model update first --description Mine");
  EXPECT_EQ(push(), "pushed to " + url + ": created 1 model; updated 1 model\n");
  EXPECT_EQ(push(), "pushed to " + url + ": nothing has changed\n");
  EXPECT_THAT(answer("group show Chat"), HasSubstr("second"));
  EXPECT_THAT(answer("model show first"), HasSubstr("Mine"));

  answer("model delete second --yes");
  EXPECT_EQ(pull("--prune"), "pulled from " + url + ": deleted 1 model\n");
}

TEST_F(MirrorCommandsTest, NameWhatTheyLeaveAndWhatCanBeDone) {
  pull();
  here("model update first --description Mine");
  const auto waiting = here("pull --from " + url);
  EXPECT_EQ(waiting.status, 0);
  EXPECT_EQ(waiting.err, "model first (first): was changed here; push brings it there\n");

  answer("model update first --description Theirs");
  for (const auto& command : {"pull --from " + url, "push --to " + url}) {
    const auto refused = here(command);
    EXPECT_EQ(refused.status, 1) << command;
    EXPECT_THAT(refused.out, HasSubstr("left 1 model"));
    EXPECT_EQ(refused.err,
              "model first (first): was changed on both sides; --force overwrites it\n");
  }
  const auto told = json::parse(here("pull --json --from " + url).out);
  EXPECT_EQ(told.at("models").at("left"), 1);
  EXPECT_EQ(told.at("left").at(0).at("problem"), "conflict");
  EXPECT_EQ(told.at("left").at(0).at("id"), "first");
  EXPECT_EQ(push("--force"), "pushed to " + url + ": updated 1 model\n");
}

TEST_F(MirrorCommandsTest, SayWhatToDoAboutBadInputAndMakeNoRegistry) {
  const auto refused = [&](const std::string& arguments, const std::string& message) {
    for (const std::string command : {"pull --from ", "push --to "}) {
      if (command == "push --to ") here("group create n");
      const auto outcome = here(command + arguments);
      EXPECT_EQ(outcome.status, 1) << command << arguments;
      EXPECT_THAT(outcome.err, HasSubstr(message));
      EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
      EXPECT_EQ(std::filesystem::exists(folder / "here.db"), command == "push --to ");
    }
    std::filesystem::remove(folder / "here.db");
  };
  refused("nowhere", "must be a URL such as https://api.example.com");
  refused("http://example.com", "--insecure");
  refused("http://127.0.0.1:1", "refused the connection");
  refused(url + "/nope", "there is no model registry at " + url + "/nope; check --");
  refused(url + " --account-there acme", "--account-there names another");
  const auto without_key = run("--db here.db pull --from " + url);
  EXPECT_EQ(without_key.status, 1);
  EXPECT_THAT(without_key.err, HasSubstr("MODELREG_API_KEY"));
}

TEST_F(MirrorCommandsTest, BringOneAccountToAnotherOfAnotherName) {
  EXPECT_EQ(here("--account acme pull --account-there local --from " + url).out,
            "pulled from " + url + ": created 1 model group, 1 model, 1 deployment\n");
  EXPECT_THAT(here("--account acme model show first --json").out,
              HasSubstr(R"("account_id":"acme")"));
}

}  // namespace
}  // namespace modelreg
