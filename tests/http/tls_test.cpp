#include <gmock/gmock.h>
#include <httplib.h>

#include <cstdlib>
#include <thread>

#include "client_fixture.hpp"
#include "modelreg/http.hpp"
#include "temporary_folder.hpp"

namespace modelreg {
namespace {

using test::failure_of;
using testing::HasSubstr;

/// A server with a certificate of its own making, for the host that `subject` names.
class TlsTest : public testing::Test {
 protected:
  void start(const std::string& subject) {
    const std::string command =
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test "
        "-addext subjectAltName=" +
        subject + " -keyout " + key + " -out " + certificate + " 2>/dev/null";
    if (std::system(command.c_str()) != 0) GTEST_SKIP() << "the command openssl is missing";
    server = std::make_unique<httplib::SSLServer>(certificate.c_str(), key.c_str());
    server->set_pre_routing_handler([this](const auto&, auto& response) {
      ++requests;
      response.set_content("{}", "application/json");
      return httplib::Server::HandlerResponse::Handled;
    });
    port = server->bind_to_any_port("127.0.0.1");
    thread = std::thread([this] { server->listen_after_bind(); });
    while (!server->is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  void TearDown() override {
    if (!thread.joinable()) return;
    server->stop();
    thread.join();
  }

  auto failure(HttpOptions options) {
    options.base_url = "https://127.0.0.1:" + std::to_string(port);
    return failure_of(
        [&] { (void)http_transport(options)->send({.method = "GET", .target = "/v4/models"}); });
  }

  test::TemporaryFolder folder;
  std::string key = folder / "key.pem";
  std::string certificate = folder / "certificate.pem";
  std::unique_ptr<httplib::SSLServer> server;
  std::thread thread;
  int port = 0;
  std::atomic<int> requests = 0;
};

TEST_F(TlsTest, ACertificateIsVerified) {
  start("IP:127.0.0.1");
  if (IsSkipped()) return;
  const auto [code, message] = failure({.insecure = true});  // which is for http:// alone

  EXPECT_EQ(code, ErrorCode::unavailable);
  EXPECT_THAT(message, testing::AllOf(HasSubstr("certificate"), HasSubstr("ca_file")));
  EXPECT_EQ(failure({.ca_file = certificate}).second, "nothing was thrown");
  EXPECT_EQ(requests, 1);
}

TEST_F(TlsTest, ACertificateIsOfTheHostThatIsAsked) {
  start("DNS:other.example.com");
  if (IsSkipped()) return;

  EXPECT_EQ(failure({.ca_file = certificate}).first, ErrorCode::unavailable);
  EXPECT_EQ(requests, 0);
}

TEST_F(TlsTest, CertificatesThatCannotBeReadAreNamed) {
  start("IP:127.0.0.1");
  if (IsSkipped()) return;
  const auto [code, message] = failure({.ca_file = key});

  EXPECT_EQ(code, ErrorCode::unavailable);
  EXPECT_THAT(message, HasSubstr("ca_file"));
}

}  // namespace
}  // namespace modelreg
