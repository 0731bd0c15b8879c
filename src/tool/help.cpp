#include "tool/help.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

#include "modelreg/version.hpp"

namespace modelreg::tool {
namespace {

using Commands = std::vector<const CLI::App*>;

/// A command for programs is in no help.
bool is_shown(const CLI::App* command) { return !command->get_group().empty(); }

Commands commands_of(const CLI::App& app) { return app.get_subcommands(is_shown); }

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const auto& name : option->get_snames()) names.push_back("-" + name);
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// In troff a backslash begins a command, a minus is typed with one, and so are a leading dot and
/// quote harmless.
std::string troff(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    const bool begins_line = safe.empty() || safe.back() == '\n';
    if (begins_line && (c == '.' || c == '\'')) safe += "\\&";
    if (c == '\\') {
      safe += "\\e";
    } else if (c == '-') {
      safe += "\\-";
    } else {
      safe += c;
    }
  }
  return safe;
}

void print_option(std::ostream& out, const CLI::Option& option) {
  const std::string name =
      option.nonpositional() ? option.get_name(false, true) : option.get_name(true);
  out << ".TP\n.B " << troff(name) << '\n' << troff(option.get_description()) << '\n';
}

void print_footer(std::ostream& out, const std::string& footer) {
  if (!footer.empty()) out << ".PP\n.nf\n" << troff(footer) << "\n.fi\n";
}

void print_command(std::ostream& out, const CLI::App& command, const std::string& called) {
  const auto parts = commands_of(command);
  if (parts.empty()) {
    out << ".SS " << troff(called) << '\n' << troff(command.get_description()) << '\n';
    for (const CLI::Option* option : command.get_options()) {
      if (option != command.get_help_ptr()) print_option(out, *option);
    }
    const std::string footer = command.get_footer();
    print_footer(out, footer.substr(0, footer.find('\n')));  // what is said of all comes at the end
  }
  for (const CLI::App* part : parts) print_command(out, *part, called + " " + part->get_name());
}

/// The command that the words before the last lead to.
const CLI::App& command_at(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* at = &app;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    for (const CLI::App* part : commands_of(*at)) {
      if (part->get_name() == words[i]) {
        at = part;
        break;
      }
    }
  }
  return *at;
}

}  // namespace

void print_manual(std::ostream& out, const CLI::App& app) {
  out << ".TH MODELREG 1 \"\" \"modelreg " << MODELREG_VERSION_MAJOR << '.'
      << MODELREG_VERSION_MINOR << '.' << MODELREG_VERSION_PATCH << "\"\n"
      << ".SH NAME\nmodelreg \\- " << troff(app.get_description()) << '\n'
      << ".SH SYNOPSIS\n.B modelreg\n[options] command [arguments]\n.SH OPTIONS\n";
  for (const CLI::Option* option : app.get_options()) print_option(out, *option);
  out << ".SH COMMANDS\n";
  for (const CLI::App* command : commands_of(app)) {
    print_command(out, *command, command->get_name());
  }
  out << ".SH NOTES\n";
  print_footer(out, app.get_footer());
}

std::vector<std::string> completions(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App& command = command_at(app, words);
  const std::string begun = words.empty() ? "" : words.back();
  std::vector<std::string> candidates;
  if (begun.starts_with("-")) {
    candidates = option_names(command);
    if (&command != &app) {
      const auto everywhere = option_names(app);
      candidates.insert(candidates.end(), everywhere.begin(), everywhere.end());
    }
  } else {
    for (const CLI::App* part : commands_of(command)) candidates.push_back(part->get_name());
  }
  std::erase_if(candidates, [&](const std::string& word) { return !word.starts_with(begun); });
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  return candidates;
}

std::string completion_script(const std::string& shell) {
  if (shell == "bash") {
    return R"(_modelreg() {
  mapfile -t COMPREPLY < <(modelreg complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _modelreg modelreg
)";
  }
  if (shell == "zsh") {
    return R"(#compdef modelreg
_modelreg() {
  local -a candidates
  candidates=("${(@f)$(modelreg complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n $candidates ]]; then compadd -a candidates; else _files; fi
}
compdef _modelreg modelreg
)";
  }
  return R"(function __modelreg_complete
  set -l words (commandline -opc) (commandline -ct)
  modelreg complete -- $words[2..-1] 2>/dev/null
end
complete -c modelreg -a '(__modelreg_complete)'
)";
}

void add_help_commands(CLI::App& app) {
  const auto shell = std::make_shared<std::string>();
  auto& completion = *app.add_subcommand("completion", "What a shell runs to complete commands");
  completion.add_option("SHELL", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  completion.callback([shell] { std::cout << completion_script(*shell); });

  app.add_subcommand("manual", "The page for man, in troff")->callback([&app] {
    print_manual(std::cout, app);
  });

  const auto words = std::make_shared<std::vector<std::string>>();
  auto& complete = *app.add_subcommand("complete", "What the last of the words may be")->group("");
  complete.add_option("WORDS", *words);
  complete.callback([&app, words] {
    for (const auto& word : completions(app, *words)) std::cout << word << '\n';
  });
}

}  // namespace modelreg::tool
