#include <algorithm>
#include <array>
#include <csignal>
#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>

#include "tool/answer.hpp"
#include "tool/columns.hpp"
#include "tool/commands.hpp"
#include "tool/conformance.hpp"
#include "tool/listing.hpp"
#include "tool/progress.hpp"
#include "tool/remote.hpp"

namespace modelreg::tool {
namespace {

volatile std::sig_atomic_t interrupted = 0;

/// A first Ctrl-C ends the checks, so that their records are deleted, a second one the program.
void interrupt(int signal) {
  interrupted = 1;
  std::signal(signal, SIG_DFL);
}

const char* text_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::agrees:
      return "agrees";
    case Verdict::differs:
      return "differs";
    case Verdict::left_out:
      break;
  }
  return "left out";
}

constexpr std::array<Column<Finding>, 6> all{{
    {"check", [](const Finding& finding) { return finding.check.name; }, true},
    {"result", [](const Finding& finding) { return std::string(text_of(finding.verdict)); }, true},
    {"basis", [](const Finding& finding) { return finding.check.basis; }, true},
    {"request",
     [](const Finding& finding) { return finding.check.method + " " + finding.check.target; }},
    {"expected", [](const Finding& finding) { return finding.expected; }},
    {"came", [](const Finding& finding) { return finding.came; }},
}};

std::int64_t count(const ConformanceReport& report, Verdict verdict) {
  return std::count_if(report.findings.begin(), report.findings.end(),
                       [&](const Finding& finding) { return finding.verdict == verdict; });
}

nlohmann::ordered_json as_json(const Remote& remote, const ConformanceReport& report) {
  auto findings = nlohmann::ordered_json::array();
  for (const Finding& finding : report.findings) {
    auto& row = findings.emplace_back(nlohmann::ordered_json::object());
    for (const auto& column : all) row[std::string(column.name)] = column.text(finding);
  }
  return {{"against", remote.url},
          {"agree", count(report, Verdict::agrees)},
          {"differ", count(report, Verdict::differs)},
          {"left_out", count(report, Verdict::left_out)},
          {"checks", findings}};
}

/// A table of all checks, and each difference in full, for which a table has no room.
void print_for_people(std::ostream& out, const ConformanceReport& report) {
  std::vector<Column<Finding>> usual;
  std::copy_if(all.begin(), all.end(), std::back_inserter(usual),
               [](const auto& column) { return column.usual; });
  print_rows(out, usual, report.findings);
  for (const Finding& finding : report.findings) {
    if (finding.verdict != Verdict::differs) continue;
    out << '\n'
        << bold(stdout, finding.check.name) << ": " << finding.check.method << ' '
        << finding.check.target << "\n  expected: " << finding.expected
        << "\n  came:     " << printable(finding.came) << '\n';
  }
  out << '\n'
      << counted(static_cast<std::int64_t>(report.findings.size()), "check") << ": "
      << count(report, Verdict::agrees) << " agree, " << count(report, Verdict::differs)
      << " differ";
  const auto left_out = count(report, Verdict::left_out);
  out << (left_out > 0 ? ", " + std::to_string(left_out) + " left out" : "") << '\n';
}

void print_report(const Context& context, const Remote& remote, const ConformanceReport& report) {
  if (context.json) {
    print_json(std::cout, as_json(remote, report));
  } else if (is_terminal(stdout)) {
    print_for_people(std::cout, report);
  } else {
    print_rows(std::cout, {all.begin(), all.end()}, report.findings);
  }
}

ConformanceReport check(const Context& context, const Remote& remote) {
  const Asker asker{.api_key = api_key_of(remote), .account = context.account};
  const auto transport = transport_to(remote);
  const auto checks = conformance_checks();
  Progress progress("checking", context.json);
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, interrupt);
  return check_conformance(*transport, asker, checks, [&](std::size_t number) {
    progress.show(number, checks.size(), checks[number].name);
    return interrupted == 0;
  });
}

/// False if the server differs, or not all could be checked.
bool run(const Context& context, const Remote& remote) {
  const auto report = check(context, remote);
  print_report(context, remote, report);
  for (const auto& target : report.left_behind) {
    std::cerr << "modelreg: " << target << " was made and could not be deleted; delete it\n";
  }
  if (interrupted != 0) std::cerr << "modelreg: the checks were interrupted\n";
  return report.left_behind.empty() &&
         count(report, Verdict::agrees) == static_cast<std::int64_t>(report.findings.size());
}

}  // namespace

void add_conformance_command(CLI::App& app, const Context& context, bool& refused) {
  const auto remote = std::make_shared<Remote>();
  auto& command =
      *app.add_subcommand("conformance",
                          "Check whether a server keeps the contract of the platform's model "
                          "registry, and say where it differs. What it makes there in --account "
                          "is called modelreg-conformance-… and deleted at the end")
           ->fallthrough();
  add_remote_options(command, *remote, "--against", "The server, such as https://api.example.com");
  command.callback([&context, remote, &refused] { refused = !run(context, *remote); });
}

}  // namespace modelreg::tool
