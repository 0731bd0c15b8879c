#include <gmock/gmock.h>

#include "client_fixture.hpp"
#include "http/answering_server.hpp"
#include "modelreg/http.hpp"
#include "serve/server.hpp"

/// The examples of the header and the README, to the letter.
namespace modelreg {
namespace {

TEST(HttpExamplesTest, HttpTransport) {
  const std::string api_key = "k";
  Client client(http_transport({.base_url = "https://api.example.com"}),
                {.api_key = api_key, .account_id = "acme"});

  EXPECT_EQ(test::failure_of([&] { client.create_model_group({}); }).first,
            ErrorCode::invalid_argument);  // which is known without asking
}

TEST(HttpExamplesTest, Readme) {
  const std::string api_key = "k";
  modelreg::Client client(modelreg::http_transport({.base_url = "https://api.example.com"}),
                          {.api_key = api_key, .account_id = "acme"});

  EXPECT_EQ(test::failure_of([&] { client.create_model_group({}); }).first,
            ErrorCode::invalid_argument);
}

modelreg::ModelInstance publish(modelreg::Client& client, const modelreg::NewModelInstance& model) {
  auto group = client.create_model_group({.name = "summarisers"});
  return client.add_model_instance(group.id, client.create_model_instance(model).id);
}

/// A registry in which nothing is left to chance, and a key to it.
struct Platform {
  int ids = 0;
  Registry registry =
      Registry::in_memory({.now = [] { return Timestamp{}; },
                           .new_id = [this] { return "id-" + std::to_string(++ids); }});
  NewApiKey key = registry.create_api_key({.account_id = "acme", .user_id = "ada"});

  ModelInstance published_over(const std::shared_ptr<Transport>& transport) const {
    Client client(transport, {.api_key = key.secret, .account_id = "acme"});
    return publish(client, test::a_full_instance());
  }
};

TEST(HttpExamplesTest, TheReadmesFunctionDoesTheSameInProcessAndServed) {
  Platform here;
  Platform served;
  const serve::Server server(served.registry, {});

  EXPECT_EQ(served.published_over(http_transport({.base_url = server.address()})),
            here.published_over(in_process(here.registry)));
  EXPECT_EQ(served.registry.session({"acme", "ada"}).list_model_groups(),
            here.registry.session({"acme", "ada"}).list_model_groups());
}

TEST(HttpExamplesTest, TheReadmesFunctionDoesTheSameWhereTheUrlHasAPath) {
  for (const char* path : {"/registry", "/registry/"}) {
    Platform here;
    Platform there;
    const test::AnsweringServer proxy([&](const Request& request) {
      const std::string prefix = "/registry";
      EXPECT_TRUE(request.target.starts_with(prefix + "/v4/")) << request.target;
      return handle(there.registry, {.method = request.method,
                                     .target = request.target.substr(prefix.size()),
                                     .headers = request.headers,
                                     .body = request.body});
    });

    EXPECT_EQ(there.published_over(http_transport({.base_url = proxy.address() + path})),
              here.published_over(in_process(here.registry)));
  }
}

}  // namespace
}  // namespace modelreg
