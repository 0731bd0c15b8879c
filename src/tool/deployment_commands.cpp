#include <optional>
#include <string>
#include <vector>

#include "tool/answer.hpp"
#include "tool/commands.hpp"
#include "tool/listing.hpp"
#include "tool/naming.hpp"
#include "tool/record_arguments.hpp"
#include "tool/record_commands.hpp"

namespace modelreg::tool {
namespace {

const std::vector<FieldOption> fields{
    {"--model-creation-parameters", "model_creation_parameters", "A JSON object", true},
    {"--vendor-configuration", "vendor_configuration", "A JSON object", true},
    {"--deployment-metadata", "deployment_metadata", "A JSON object", true},
};

struct Arguments {
  std::string model = {};
  std::string deployment = {};
  std::optional<std::string> name = {};
  std::optional<std::string> only_of = {};
  RecordArguments record = {};
  ListOptions list = {};
};

void create(const Context& context, Arguments& arguments) {
  if (arguments.name) arguments.record.set("name", *arguments.name);
  Session session = context.session();
  const auto record = from_json_text<NewModelDeployment>(arguments.record.json());
  const auto model = find_model(session, arguments.model).id;
  const auto deployment = session.create_model_deployment(model, record);
  print_record(context, std::cout, deployment, "created deployment " + deployment.id.str());
}

void list(const Context& context, const Arguments& arguments) {
  const Session session = context.reading_session();
  ModelDeploymentFilter filter;
  if (arguments.only_of) filter.model_instance_id = find_model(session, *arguments.only_of).id;
  const auto& sort_by = arguments.list.sort_by;
  print_list<ModelDeployment>(
      context, arguments.list, "deployment",
      [&] {
        return session.list_model_deployments(
            ModelDeploymentQuery{arguments.list.page, filter, sort_by});
      },
      [&] { return session.walk_model_deployments(filter, sort_by, 1000); });
}

void show(const Context& context, const Arguments& arguments) {
  std::cout << to_json_text(find_deployment(context.reading_session(), arguments.deployment))
            << '\n';
}

void update(const Context& context, const Arguments& arguments) {
  const auto changes = from_json_text<ModelDeploymentChanges>(arguments.record.json());
  Session session = context.session();
  const auto id = find_deployment(session, arguments.deployment).id;
  const auto deployment = session.update_model_deployment(id, changes);
  print_record(context, std::cout, deployment, "updated deployment " + deployment.id.str());
}

void erase(const Context& context, const Arguments& arguments, const Confirmation& confirmation) {
  Session session = context.session();
  const auto deployment = find_deployment(session, arguments.deployment);
  confirmation.ask("delete the deployment " + deployment.name + " (" + deployment.id.str() + ")");
  session.delete_model_deployment(deployment.id);
  print_deleted(context, std::cout, "deployment " + deployment.id.str());
}

}  // namespace

void add_deployment_commands(CLI::App& app, const Context& context) {
  RecordCommands<Arguments> commands(app, context, "deployment", "Deployments of models");
  auto& arguments = commands.arguments();
  const auto name_the_deployment = [&](CLI::App& command) {
    command
        .add_option("DEPLOYMENT", arguments.deployment, "Its id, the beginning of it, or its name")
        ->required();
  };

  auto& creation = commands.add("create", "Deploy a model", create);
  creation.add_option("MODEL", arguments.model, "The model's id or name")->required();
  creation.add_option("NAME", arguments.name, "The deployment's name");
  arguments.record.add_to(creation, with({"--id", "id", "Its id (default: a new UUID)"}, fields));

  auto& listing = commands.add("list", "List the deployments", list);
  arguments.list.add_to(listing);
  listing.add_option("--model", arguments.only_of, "Only those of this model");

  name_the_deployment(commands.add("show", "Show a deployment as JSON", show));

  auto& change = commands.add("update", "Change a deployment", update);
  name_the_deployment(change);
  arguments.record.add_to(change, with({"--name", "name", "Its name"}, fields), true);

  name_the_deployment(commands.add_deletion("Delete a deployment", erase));
}

}  // namespace modelreg::tool
