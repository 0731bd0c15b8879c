#include <csignal>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "modelreg/error.hpp"
#include "serve/server.hpp"
#include "tool/answer.hpp"
#include "tool/commands.hpp"

namespace modelreg::tool {
namespace {

/// The signals that end the command, kept from all threads until somebody waits for them. A second
/// one ends the program at once.
class EndSignals {
 public:
  EndSignals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }

  void wait() const {
    int signal = 0;
    sigwait(&signals_, &signal);
    pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
  }

 private:
  sigset_t signals_{};
};

void tell(const Context& context, const serve::Server& server) {
  if (context.json) {
    print_json(std::cout, {{"address", server.address()}, {"port", server.port()}});
  } else {
    std::cout << "serving " << context.path().string() << " at " << server.address()
              << ", until Ctrl-C; requests need an API key (`modelreg key create`)\n";
  }
  std::cout.flush();
  if (server.is_local()) return;
  std::cerr << "modelreg: other machines can connect; keys and answers pass the network as they "
               "are: put a proxy with TLS in front of it\n";
}

void serve(const Context& context, const serve::ServerOptions& options) {
  const EndSignals ends;  // before there are threads that a signal could end
  Registry registry = context.registry();
  serve::Server server(registry, options);
  tell(context, server);
  ends.wait();
  server.stop();
}

}  // namespace

void add_serve_command(CLI::App& app, const Context& context) {
  constexpr int usual_port = 8642;
  constexpr int last_port = 65'535;
  const auto options = std::make_shared<serve::ServerOptions>();
  options->port = usual_port;
  auto& command = *app.add_subcommand("serve",
                                      "Answer the platform's clients over HTTP, on this machine "
                                      "unless told otherwise; / is a page that shows the registry")
                       ->fallthrough();
  command.add_option("--port", options->port, "Where to listen; 0 takes a free port")
      ->capture_default_str()
      ->check(CLI::Range(0, last_port));
  command
      .add_option("--host", options->host,
                  "The address to listen at; 0.0.0.0 lets other machines in, without encryption")
      ->capture_default_str();
  command
      .add_option_function<std::string>(
          "--edition",
          [options](const std::string& text) {
            options->handle.edition = parse<Edition>(text).value();
          },
          "documented (default), or current, which also has VERTEX_AI and display_name")
      ->check(CLI::IsMember({"documented", "current"}));
  command.callback([&context, options] { serve(context, *options); });
}

}  // namespace modelreg::tool
