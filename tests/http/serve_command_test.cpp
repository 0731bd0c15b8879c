#include "http/serve_command_fixture.hpp"
#include "modelreg/client.hpp"
#include "modelreg/http.hpp"

namespace modelreg {
namespace {

using nlohmann::json;
using test::ServeCommandTest;
using testing::HasSubstr;

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
