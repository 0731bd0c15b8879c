#include <optional>
#include <string>
#include <vector>

#include "tool/answer.hpp"
#include "tool/commands.hpp"
#include "tool/listing.hpp"
#include "tool/naming.hpp"
#include "tool/record_arguments.hpp"
#include "tool/record_commands.hpp"
#include "tool/table.hpp"

namespace modelreg::tool {
namespace {

constexpr FieldOption description{"--description", "description", "What it is for"};
constexpr FieldOption chosen_id{"--id", "id", "Its id (default: a new UUID)"};
constexpr FieldOption name{"--name", "name", "Its name"};

struct Arguments {
  std::string group = {};
  std::optional<std::string> name = {};
  std::vector<std::string> models = {};
  ModelGroupFilter filter = {};
  RecordArguments record = {};
  ListOptions list = {};
};

std::vector<ModelInstance> models_of(const Session& session, const ModelGroupId& group) {
  std::vector<ModelInstance> models;
  for (const auto& model : session.walk_model_instances({.model_group_id = group}, 1000)) {
    models.push_back(model);
  }
  return models;
}

void create(const Context& context, Arguments& arguments) {
  if (arguments.name) arguments.record.set("name", *arguments.name);
  const auto record = from_json_text<NewModelGroup>(arguments.record.json());
  const auto group = context.session_in_new_registry().create_model_group(record);
  print_record(context, std::cout, group, "created model group " + group.id.str());
}

std::vector<CountedGroup> with_counts(const Session& session,
                                      const std::vector<ModelGroup>& groups) {
  std::vector<ModelGroupId> ids;
  for (const auto& group : groups) ids.push_back(group.id);
  const auto counts = session.count_model_instances_of(ids);
  std::vector<CountedGroup> counted;
  for (std::size_t i = 0; i < groups.size(); ++i) counted.push_back({groups[i], counts[i]});
  return counted;
}

void list(const Context& context, const Arguments& arguments) {
  const Session session = context.reading_session();
  const auto& filter = arguments.filter;
  const auto& sort_by = arguments.list.sort_by;
  ListPrinter<ModelGroup, CountedGroup>(context, arguments.list, "model group")
      .print(
          [&] {
            return session.list_model_groups(ModelGroupQuery{arguments.list.page, filter, sort_by});
          },
          [&] { return session.walk_model_groups(filter, sort_by, 1000); },
          [&](const std::vector<ModelGroup>& groups) { return with_counts(session, groups); });
}

void print_fields(const ModelGroup& group) {
  std::vector<Row> rows{{"id", group.id.str()}, {"name", group.name}};
  if (group.description) rows.push_back({"description", *group.description});
  rows.push_back({"created_at", to_string(group.created_at)});
  rows.push_back({"created_by_user_id", group.created_by_user_id});
  if (is_terminal(stdout)) {
    Table table(rows.front());
    for (auto row = rows.begin() + 1; row != rows.end(); ++row) table.add(*row);
    std::cout << table;
  } else {
    for (const Row& row : rows) print_tab_separated(std::cout, row);
  }
}

void show(const Context& context, const Arguments& arguments) {
  const Session session = context.reading_session();
  const auto group = find_group(session, arguments.group);
  const auto models = models_of(session, group.id);
  if (context.json) {
    std::cout << with_models(group, models) << '\n';
    return;
  }
  print_fields(group);
  std::cout << '\n';
  print_rows(std::cout, models);
  if (is_terminal(stdout)) {
    std::cout << counted(static_cast<std::int64_t>(models.size()), "model") << '\n';
  }
}

void update(const Context& context, const Arguments& arguments) {
  const auto changes = from_json_text<ModelGroupChanges>(arguments.record.json());
  Session session = context.session();
  const auto group = session.update_model_group(find_group(session, arguments.group).id, changes);
  print_record(context, std::cout, group, "updated model group " + group.id.str());
}

void erase(const Context& context, const Arguments& arguments, const Confirmation& confirmation) {
  Session session = context.session();
  const auto group = find_group(session, arguments.group);
  confirmation.ask("delete the model group " + group.name + " (" + group.id.str() + "), whose " +
                   counted(session.count_model_instances({.model_group_id = group.id}), "model") +
                   " stay");
  session.delete_model_group(group.id);
  print_deleted(context, std::cout, "model group " + group.id.str());
}

/// Move the models into the group or out of it, all or none.
void move_models(const Context& context, const Arguments& arguments, bool into) {
  Session session = context.session();
  const auto group = find_group(session, arguments.group);
  std::string lines;
  session.transaction([&](Session& all_or_none) {
    for (const auto& called : arguments.models) {
      const auto id = find_model(all_or_none, called).id;
      const auto model = into ? all_or_none.add_model_instance(group.id, id)
                              : all_or_none.remove_model_instance(group.id, id);
      lines += context.json ? to_json_text(model)
                            : "model " + id.str() + (into ? " is in" : " is no longer in") +
                                  " model group " + group.id.str();
      lines += '\n';
    }
  });
  std::cout << lines;
}

}  // namespace

void add_group_commands(CLI::App& app, const Context& context) {
  RecordCommands<Arguments> commands(app, context, "group", "Model groups");
  auto& arguments = commands.arguments();
  const auto name_the_group = [&](CLI::App& command) {
    command.add_option("GROUP", arguments.group, "Its id, the beginning of it, or its name")
        ->required();
  };

  auto& creation = commands.add("create", "Create a model group", create);
  creation.add_option("NAME", arguments.name, "Its name");
  arguments.record.add_to(creation, std::vector{chosen_id, description});

  auto& listing = commands.add("list", "List the model groups", list);
  arguments.list.add_to(listing);
  listing.add_option("--name", arguments.filter.name, "Only those of this name");
  listing.add_option("--name-contains", arguments.filter.name_contains,
                     "Only those with this text in their names");

  name_the_group(commands.add("show", "Show a model group and its models", show));

  auto& change = commands.add("update", "Change a model group", update);
  name_the_group(change);
  arguments.record.add_to(change, std::vector{name, description}, true);

  name_the_group(commands.add_deletion("Delete a model group; its models stay", erase));

  for (const bool into : {true, false}) {
    auto& command = commands.add(
        into ? "add-model" : "remove-model",
        into ? "Add models to a model group, all or none"
             : "Take models out of a model group, all or none",
        [into](const Context& where, const Arguments& what) { move_models(where, what, into); });
    name_the_group(command);
    command.add_option("MODEL", arguments.models, "Their ids, beginnings of them, or names")
        ->required();
  }
}

}  // namespace modelreg::tool
