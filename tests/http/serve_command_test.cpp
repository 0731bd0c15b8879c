#include <csignal>
#include <nlohmann/json.hpp>
#include <thread>

#include "modelreg/client.hpp"
#include "modelreg/http.hpp"
#include "tool_fixture.hpp"

namespace modelreg {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using testing::HasSubstr;

/// `modelreg serve`, as a script runs it.
class ServeCommandTest : public test::ToolTest {
 protected:
  ServeCommandTest() { secret = json::parse(answer("key create --json")).at("secret"); }
  ~ServeCommandTest() override { stop(SIGKILL); }

  /// Start the command, and wait for the line with which it says where it is.
  std::string start(const std::string& options) {
    const std::string script =
        "cd " + (folder / "").string() + " && HOME=" + (folder / "home").string() +
        " && export HOME && unset XDG_DATA_HOME MODELREG_DB && exec " MODELREG_TOOL " serve " +
        options + " >served 2>complaints";
    child = ::fork();
    if (child == 0) {
      ::execl("/bin/sh", "sh", "-c", script.c_str(), nullptr);
      ::_exit(127);
    }
    std::string line;
    for (int i = 0; i < 500 && !line.ends_with("\n"); ++i) {
      std::this_thread::sleep_for(milliseconds(20));
      std::error_code ignored;
      if (std::filesystem::exists(folder / "served", ignored))
        line = test::read_bytes(folder / "served");
    }
    return line;
  }

  /// End the command by a signal. Returns its exit status, 128 and more if a signal killed it.
  int stop(int signal) {
    if (child <= 0) return -1;
    ::kill(child, signal);
    int status = 0;
    ::waitpid(std::exchange(child, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  std::string secret;
  pid_t child = 0;
};

TEST_F(ServeCommandTest, TellsScriptsWhereItIsAndServesUntilASignal) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const auto told = json::parse(start("--port 0 --json"));
    const std::string address = told.at("address");
    EXPECT_EQ(address, "http://127.0.0.1:" + std::to_string(told.at("port").get<int>()));
    Client client(http_transport({.base_url = address}),
                  {.api_key = secret, .account_id = "local"});
    client.create_model_group({.name = "served"});

    EXPECT_EQ(stop(signal), 0);
    EXPECT_EQ(test::read_bytes(folder / "complaints"), "");
    EXPECT_THAT(answer("group list"), HasSubstr("served"));
    std::filesystem::remove(folder / "served");
  }
}

TEST_F(ServeCommandTest, TellsPeopleWhereItIs) {
  EXPECT_THAT(start("--port 0"),
              testing::MatchesRegex("serving .*registry.db at "
                                    "http://127.0.0.1:[0-9]+, until Ctrl-C.*\n"));
  EXPECT_EQ(stop(SIGINT), 0);
}

TEST_F(ServeCommandTest, SaysWhatItMeansToLetOthersIn) {
  start("--port 0 --host 0.0.0.0 --json");
  EXPECT_EQ(stop(SIGTERM), 0);
  EXPECT_THAT(test::read_bytes(folder / "complaints"),
              testing::AllOf(HasSubstr("other machines can connect"), HasSubstr("TLS")));
}

TEST_F(ServeCommandTest, SpeaksTheEditionThatIsAskedFor) {
  const std::string address = json::parse(start("--port 0 --json --edition current")).at("address");
  const auto response = http_transport({.base_url = address})
                            ->send({.method = "POST",
                                    .target = "/v4/models",
                                    .headers = {{"x-api-key", secret}},
                                    .body = R"({"name":"n","account_id":"local",)"
                                            R"("model_type":"AGENT","model_vendor":"VERTEX_AI"})"});

  EXPECT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(stop(SIGTERM), 0);
}

TEST_F(ServeCommandTest, RefusesAPortThatIsTakenAndARegistryThatIsNotThere) {
  const int port = json::parse(start("--port 0 --json")).at("port");

  EXPECT_THAT(refusal("serve --port " + std::to_string(port)), HasSubstr("Address already in use"));
  EXPECT_THAT(refusal("serve --host no.such.host.invalid"), HasSubstr("--host"));
  EXPECT_THAT(refusal("--db none.db serve", 3), HasSubstr("key create"));
  EXPECT_EQ(run("serve --port 65536").status, 2);
}

}  // namespace
}  // namespace modelreg
