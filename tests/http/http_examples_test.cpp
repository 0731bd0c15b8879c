#include <gmock/gmock.h>

#include "client_fixture.hpp"
#include "modelreg/http.hpp"

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

}  // namespace
}  // namespace modelreg
