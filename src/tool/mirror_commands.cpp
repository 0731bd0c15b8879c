#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "modelreg/mirror.hpp"
#include "tool/answer.hpp"
#include "tool/commands.hpp"
#include "tool/progress.hpp"
#include "tool/remote.hpp"

/// An account here and the same at the platform.
namespace modelreg::tool {
namespace {

struct MirrorArguments {
  Remote remote = {};
  std::string account_there = {};  // empty: as here
  bool prune = false;
  bool force = false;
  bool dry_run = false;
  bool adopt = false;

  [[nodiscard]] const std::string& account(const Context& context) const {
    return account_there.empty() ? context.account : account_there;
  }
};

/// What a pull and a push say about themselves.
struct Direction {
  const char* doing;
  const char* done;
  const char* preposition;
};
constexpr Direction pulling{"pulling", "pulled", "from"};
constexpr Direction pushing{"pushing", "pushed", "to"};

Client client_there(const Context& context, const MirrorArguments& arguments) {
  Context there = context;
  there.account = arguments.account(context);
  return client_of(arguments.remote, there, {.edition = Edition::current});
}

Mirror mirror_of(const Context& context, const MirrorArguments& arguments, Session session) {
  std::string url = arguments.remote.url;
  url.erase(url.find_last_not_of('/') + 1);
  return {std::move(session), client_there(context, arguments),
          url + "#" + arguments.account(context)};
}

/// Who is refused the account there is told which one it was taken to be.
template <class Run>
auto run(const MirrorArguments& arguments, const Context& context, const Run& run_it) {
  try {
    return run_it();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::forbidden) throw;
    throw Error(error.code(), std::string(error.what()) + "; the account there was taken to be " +
                                  arguments.account(context) + ": --account-there names another");
  }
}

/// Ask for something small, before anything is made for nothing here.
void require_registry_there(const Context& context, const MirrorArguments& arguments) {
  const Client there = client_there(context, arguments);
  run(arguments, context, [&] {
    try {
      (void)there.list_model_groups({.limit = 1});
    } catch (const Error& error) {
      if (error.code() != ErrorCode::not_found) throw;
      throw Error(ErrorCode::unexpected_answer, "there is no model registry at " +
                                                    arguments.remote.url + "; check " +
                                                    arguments.remote.url_option);
    }
  });
}

MirrorProgress shown_by(Progress& progress) {
  return [&progress](std::int64_t records, std::int64_t all) {
    progress.show(static_cast<std::uint64_t>(records), static_cast<std::uint64_t>(all),
                  counted(records, "record"));
  };
}

std::string listed(const MirrorReport& report, std::int64_t MirrorCounts::*what) {
  return tool::listed(report.model_groups.*what, report.model_instances.*what,
                      report.model_deployments.*what);
}

nlohmann::ordered_json to_json(const MirrorCounts& counts) {
  return {{"created", counts.created},
          {"updated", counts.updated},
          {"unchanged", counts.unchanged},
          {"deleted", counts.deleted},
          {"left", counts.left}};
}

void print_as_json(const MirrorReport& report) {
  auto findings = nlohmann::ordered_json::array();
  for (const auto& finding : report.findings) {
    findings.push_back({{"problem", to_string(finding.problem)},
                        {"record", to_string(finding.kind)},
                        {"id", finding.id},
                        {"name", finding.name},
                        {"why", finding.why}});
  }
  print_json(std::cout, {{"model_groups", to_json(report.model_groups)},
                         {"models", to_json(report.model_instances)},
                         {"deployments", to_json(report.model_deployments)},
                         {"left", std::move(findings)}});
}

const char* noun_of(RecordKind kind) {
  switch (kind) {
    case RecordKind::model_group:
      return "model group";
    case RecordKind::model_instance:
      return "model";
    case RecordKind::model_deployment:
      break;
  }
  return "deployment";
}

const char* advice_about(MirrorProblem problem) {
  switch (problem) {
    case MirrorProblem::conflict:
      return "; --force overwrites it";
    case MirrorProblem::gone_there:
      return "; --force goes by this side of a push, and by the other of a pull";
    case MirrorProblem::unclear:
      return "; --adopt says that it is";
    case MirrorProblem::changed_here:
    case MirrorProblem::refused:
      break;
  }
  return "";
}

void print_for_people(const MirrorReport& report, const Direction& direction,
                      const MirrorArguments& arguments) {
  std::string text;
  const auto add = [&](const char* verb, std::int64_t MirrorCounts::*what) {
    const std::string records = listed(report, what);
    if (!records.empty()) text += (text.empty() ? "" : "; ") + (verb + (" " + records));
  };
  add("created", &MirrorCounts::created);
  add("updated", &MirrorCounts::updated);
  add("deleted", &MirrorCounts::deleted);
  if (text.empty()) text = "nothing has changed";
  add("left", &MirrorCounts::left);
  std::cout << (arguments.dry_run ? "tried, and changed nothing: " : "") << direction.done << ' '
            << direction.preposition << ' ' << arguments.remote.url << ": " << text << '\n';
  std::cout.flush();
  for (const auto& finding : report.findings) {
    std::cerr << noun_of(finding.kind) << ' ' << finding.name << " (" << finding.id
              << "): " << finding.why << advice_about(finding.problem) << '\n';
  }
}

/// Returns whether all was brought over, but for what waits for a push.
bool print_report(const Context& context, const MirrorReport& report, const Direction& direction,
                  const MirrorArguments& arguments) {
  if (context.json) {
    print_as_json(report);
  } else {
    print_for_people(report, direction, arguments);
  }
  for (const auto& finding : report.findings) {
    if (finding.problem != MirrorProblem::changed_here) return false;
  }
  return true;
}

bool pull(const Context& context, const MirrorArguments& arguments) {
  require_registry_there(context, arguments);
  auto mirror = mirror_of(context, arguments, context.session_in_new_registry());
  MirrorReport report;
  {
    Progress progress(pulling.doing, context.json);
    report = run(arguments, context, [&] {
      return mirror.pull({.prune = arguments.prune,
                          .force = arguments.force,
                          .dry_run = arguments.dry_run,
                          .progress = shown_by(progress)});
    });
  }
  return print_report(context, report, pulling, arguments);
}

bool push(const Context& context, const MirrorArguments& arguments) {
  const Session here = context.session();
  require_registry_there(context, arguments);
  auto mirror = mirror_of(context, arguments, here);
  PushOptions options{.force = arguments.force, .dry_run = arguments.dry_run};
  if (arguments.adopt) options.is_it = [](const auto&, const auto&) { return true; };
  MirrorReport report;
  {
    Progress progress(pushing.doing, context.json);
    options.progress = shown_by(progress);
    report = run(arguments, context, [&] { return mirror.push(options); });
  }
  return print_report(context, report, pushing, arguments);
}

CLI::App& add_command(CLI::App& app, const char* name, const char* what, const char* url_option,
                      const char* url, MirrorArguments& arguments) {
  auto& command = *app.add_subcommand(name, what)->fallthrough();
  add_remote_options(command, arguments.remote, url_option, url);
  command.add_option("--account-there", arguments.account_there,
                     "The account there, if it is called otherwise than here");
  command.add_flag("--force", arguments.force, "Overwrite what was changed on the other side, too");
  command.add_flag("--dry-run", arguments.dry_run, "Say what would be done, and do nothing");
  return command;
}

}  // namespace

void add_mirror_commands(CLI::App& app, const Context& context, bool& refused) {
  const auto pulled = std::make_shared<MirrorArguments>();
  auto& pull_command = add_command(
      app, "pull", "Bring the account from the platform, with ids and dates, all or nothing",
      "--from", "The platform, or a `modelreg serve`: https://api.example.com", *pulled);
  pull_command.add_flag("--prune", pulled->prune,
                        "Delete here what was pulled once and is gone there");
  pull_command.callback([&context, &refused, pulled] { refused = !pull(context, *pulled); });

  const auto pushed = std::make_shared<MirrorArguments>();
  auto& push_command = add_command(
      app, "push", "Create at the platform what it lacks, and update what was changed here", "--to",
      "The platform, or a `modelreg serve`: https://api.example.com", *pushed);
  push_command.add_flag("--adopt", pushed->adopt,
                        "Take a record there that is like one whose answer was lost for it");
  push_command.callback([&context, &refused, pushed] { refused = !push(context, *pushed); });
}

}  // namespace modelreg::tool
