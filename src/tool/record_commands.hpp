#pragma once

#include <CLI/CLI.hpp>
#include <memory>

#include "tool/confirm.hpp"
#include "tool/context.hpp"

namespace modelreg::tool {

/// The commands for one kind of record, such as `group create` and `group list`, which share their
/// arguments. They live as long as the command line does.
template <class Arguments>
class RecordCommands {
 public:
  RecordCommands(CLI::App& app, const Context& context, const char* called, const char* help)
      : commands_(*app.add_subcommand(called, help)->require_subcommand(1)->fallthrough()),
        context_(context) {}

  [[nodiscard]] Arguments& arguments() const noexcept { return *arguments_; }

  /// Offer a command that is carried out by `run(context, arguments)`.
  CLI::App& add(const char* called, const char* help, auto run) {
    auto& command = *commands_.add_subcommand(called, help)->fallthrough();
    command.callback(
        [&context = context_, arguments = arguments_, run] { run(context, *arguments); });
    return command;
  }

  /// Offer `delete`, which is carried out by `run(context, arguments, confirmation)`.
  CLI::App& add_deletion(const char* help, auto run) {
    auto& command = *commands_.add_subcommand("delete", help)->fallthrough();
    command.callback([&context = context_, arguments = arguments_,
                      confirmation = Confirmation(command),
                      run] { run(context, *arguments, confirmation); });
    return command;
  }

 private:
  CLI::App& commands_;
  const Context& context_;
  std::shared_ptr<Arguments> arguments_ = std::make_shared<Arguments>();
};

}  // namespace modelreg::tool
