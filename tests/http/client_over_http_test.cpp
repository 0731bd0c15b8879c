#include "http/server_fixture.hpp"
#include "parallel.hpp"

namespace modelreg {
namespace {

using test::failure_of;
using ClientOverHttpTest = test::ServerTest;

TEST_F(ClientOverHttpTest, AClientDoesWhatASessionDoes) {
  const auto group = client.create_model_group({.name = "summarisers", .description = "short €"});
  const auto created =
      client.create_model_instance({.name = "GPT-4o", .model_type = ModelType::chat_completion});
  const auto added = client.add_model_instance(group.id, created.id);

  EXPECT_EQ(session.get_model_group(group.id), group);
  EXPECT_EQ(session.get_model_instance(created.id), added);
  EXPECT_EQ(client.list_model_instances({{.limit = 5}, {group.id}}),
            session.list_model_instances({{.limit = 5}, {group.id}}));
  EXPECT_EQ(client.update_model_group(group.id, {.name = "others"}).name, "others");
  client.delete_model_instance(created.id);
  EXPECT_EQ(session.find_model_instance(created.id), std::nullopt);
}

TEST_F(ClientOverHttpTest, RefusalsAreThoseOfTheRegistry) {
  EXPECT_EQ(failure_of([&] { (void)client.get_model_group(ModelGroupId{"none"}); }).first,
            ErrorCode::not_found);
  EXPECT_EQ(failure_of([&] {
              const Client unknown(transport, {.api_key = "modelreg_wrong"});
              (void)unknown.list_model_groups();
            }).first,
            ErrorCode::unauthenticated);
  EXPECT_EQ(failure_of([&] {
              const Client other(transport, {.api_key = key.secret, .account_id = "other"});
              (void)other.list_model_groups();
            }).first,
            ErrorCode::forbidden);
}

TEST_F(ClientOverHttpTest, EveryByteOfAnIdAndOfATextArrives) {
  auto instance = test::an_instance();
  instance.id = ModelInstanceId{"../%2e?#&=+ ä\"/x"};
  instance.description = std::string("\x01\x7f \xF0\x9F\x98\x80\n") + std::string(900'000, 'x');
  const auto stored = session.create_model_instance(instance);

  EXPECT_EQ(client.get_model_instance(stored.id), stored);
}

TEST_F(ClientOverHttpTest, ThreadsShareATransport) {
  std::atomic<int> created = 0;
  test::in_threads(16, [&] {
    for (int i = 0; i < 10; ++i) {
      (void)client.create_model_group({.name = "g"});
      ++created;
    }
  });

  EXPECT_EQ(created, 160);
  EXPECT_EQ(session.list_model_groups().total_item_count, 160);
}

TEST_F(ClientOverHttpTest, AServerThatHasGoneIsNotReached) {
  (void)client.list_model_groups();
  server.stop();

  const auto [code, message] = failure_of([&] {
    Client(transport, {.api_key = key.secret, .account_id = "acme", .retry = {.most_retries = 0}})
        .create_model_group({.name = "g"});
  });
  EXPECT_EQ(code, ErrorCode::unavailable) << message;
}

}  // namespace
}  // namespace modelreg
