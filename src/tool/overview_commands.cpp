#include <csignal>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tool/answer.hpp"
#include "tool/commands.hpp"

namespace modelreg::tool {
namespace {

/// How much there is of the account.
void stats(const Context& context) {
  const Session session = context.reading_session();
  ModelInstanceQuery models;
  models.limit = 1;
  ModelDeploymentQuery deployments;
  deployments.limit = 1;
  const nlohmann::ordered_json counts{
      {"model_groups", session.list_model_groups({.limit = 1}).total_item_count},
      {"models", session.list_model_instances(models).total_item_count},
      {"deployments", session.list_model_deployments(deployments).total_item_count},
      {"bytes", std::filesystem::file_size(context.path())}};
  if (context.json) {
    print_json(std::cout, counts);
    return;
  }
  std::cout << "account " << context.account << ": "
            << counted(counts["model_groups"], "model group") << ", "
            << counted(counts["models"], "model") << ", "
            << counted(counts["deployments"], "deployment") << "; the file has " << counts["bytes"]
            << " bytes\n";
}

/// A group with its models, or the models that are in none.
struct Branch {
  std::optional<ModelGroup> group = {};
  std::vector<ModelInstance> models = {};
};

/// Every group with its models, and last those that are in none.
std::vector<Branch> branches_of(const Session& session) {
  std::vector<Branch> branches;
  std::map<std::string, std::size_t> places;
  for (const auto& group : session.walk_model_groups(1000)) {
    places.emplace(group.id.str(), branches.size());
    branches.push_back({group});
  }
  places.emplace("", branches.size());  // no group has that id
  branches.emplace_back();
  for (const auto& model : session.walk_model_instances({}, 1000)) {
    const auto place = places.find(model.model_group_id ? model.model_group_id->str() : "");
    if (place != places.end()) branches[place->second].models.push_back(model);
  }
  return branches;
}

std::string label_of(const auto& record) { return record.name + "  (" + record.id.str() + ")"; }

void print(const Branch& branch) {
  std::cout << (branch.group ? label_of(*branch.group) : "in no model group") << '\n';
  for (const auto& model : branch.models) {
    std::cout << (&model == &branch.models.back() ? "└── " : "├── ") << label_of(model) << '\n';
  }
}

void print_as_json(const std::vector<Branch>& branches) {
  std::cout << "{\"model_groups\":[";
  for (const auto& branch : branches) {
    if (!branch.group) continue;
    std::cout << (&branch == &branches.front() ? "" : ",")
              << with_models(*branch.group, branch.models);
  }
  std::cout << "],\"models\":" << array_of(branches.back().models) << "}\n";
}

void tree(const Context& context) {
  std::vector<Branch> branches;
  context.reading_session().at_one_moment(
      [&](const Session& session) { branches = branches_of(session); });
  if (context.json) return print_as_json(branches);
  for (const auto& branch : branches) {
    if (branch.group || !branch.models.empty()) print(branch);
  }
}

/// In DOT, a text in quotes needs an escape for those and for what escapes.
std::string quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

/// The groups with their models as a graph, for Graphviz.
std::string dot_text(const Session& session) {
  std::string text =
      "digraph modelreg {\n  rankdir = LR;\n  node [shape = box, fontname = \"sans-serif\"];\n";
  for (const auto& group : session.walk_model_groups(1000)) {
    text += "  " + quoted("group " + group.id.str()) + " [label = " + quoted(group.name) +
            ", style = filled, fillcolor = lightgrey];\n";
  }
  for (const auto& model : session.walk_model_instances({}, 1000)) {
    const auto node = quoted("model " + model.id.str());
    text += "  " + node + " [label = " + quoted(model.name) + "];\n";
    if (model.model_group_id) {
      text += "  " + quoted("group " + model.model_group_id->str()) + " -> " + node + ";\n";
    }
  }
  return text + "}\n";
}

/// Graphviz writes to our standard output.
void draw(const std::string& text) {
  std::cout.flush();
  std::FILE* const dot = ::popen("dot -Tsvg", "w");
  if (dot == nullptr) throw Error(ErrorCode::storage, "no process can be started to run dot");
  std::signal(SIGPIPE, SIG_IGN);  // dot may be gone before it has read all; its status tells
  std::fwrite(text.data(), 1, text.size(), dot);
  if (::pclose(dot) != 0) {
    throw Error(ErrorCode::storage,
                "dot failed or is not here; install Graphviz, or leave --svg out and draw the "
                "graph elsewhere");
  }
}

void graph(const Context& context, bool svg) {
  const auto text = dot_text(context.reading_session());
  svg ? draw(text) : static_cast<void>(std::cout << text);
}

}  // namespace

void add_overview_commands(CLI::App& app, const Context& context) {
  app.add_subcommand("stats", "How many records the account has")
      ->fallthrough()
      ->callback([&context] { stats(context); });
  app.add_subcommand("tree", "The model groups with their models")
      ->fallthrough()
      ->callback([&context] { tree(context); });

  const auto svg = std::make_shared<bool>(false);
  auto& drawing =
      *app.add_subcommand("graph", "The model groups with their models as a graph, in DOT")
           ->fallthrough();
  drawing.add_flag("--svg", *svg, "As a picture, made by Graphviz");
  drawing.callback([&context, svg] { graph(context, *svg); });
}

}  // namespace modelreg::tool
