#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "modelreg/error.hpp"
#include "tool/context.hpp"

/// The commands of `modelreg`. Each function offers its commands to the command line; they run
/// while it is read, in the context that the options before them have named.
namespace modelreg::tool {

void add_group_commands(CLI::App& app, const Context& context);
void add_model_commands(CLI::App& app, const Context& context);
void add_deployment_commands(CLI::App& app, const Context& context);
void add_key_commands(CLI::App& app, const Context& context);
void add_transfer_commands(CLI::App& app, const Context& context);
void add_overview_commands(CLI::App& app, const Context& context);
void add_serve_command(CLI::App& app, const Context& context);

/// `refused` is set if a record was not brought over.
void add_mirror_commands(CLI::App& app, const Context& context, bool& refused);
/// `refused` is set if there is damage.
void add_file_commands(CLI::App& app, const Context& context, bool& refused);
/// `refused` is set if the server differs.
void add_conformance_command(CLI::App& app, const Context& context, bool& refused);
/// `refused` is set if the request was refused.
void add_call_command(CLI::App& app, const Context& context, bool& refused);

/// What the user can do about `error`; empty if its message says it all.
[[nodiscard]] std::string advice(const Error& error);

}  // namespace modelreg::tool
