#include <optional>
#include <string>
#include <vector>

#include "modelreg/model_type.hpp"
#include "modelreg/model_vendor.hpp"
#include "tool/answer.hpp"
#include "tool/commands.hpp"
#include "tool/listing.hpp"
#include "tool/naming.hpp"
#include "tool/record_arguments.hpp"
#include "tool/record_commands.hpp"

namespace modelreg::tool {
namespace {

const std::vector<FieldOption> fields{
    {"--type", "model_type", "COMPLETION, CHAT_COMPLETION, AGENT, EMBEDDING, RERANKING, GENERIC"},
    {"--vendor", "model_vendor", "OPENAI, COHERE, GOOGLE, ANTHROPIC, …, OTHER"},
    {"--base-model-id", "base_model_id", "The model that it is based on"},
    {"--base-model-metadata", "base_model_metadata", "A JSON object", true},
    {"--model-creation-parameters", "model_creation_parameters", "A JSON object", true},
    {"--model-card", "model_card", "Its model card"},
    {"--training-data-card", "training_data_card", "Its training data card"},
    {"--description", "description", "What it is"},
    {"--display-name", "display_name", "How it is shown"},
    {"--model-template-id", "model_template_id", "The template that it was made from"},
};

struct Arguments {
  std::string model = {};
  std::optional<std::string> name = {};
  std::optional<std::string> group = {};
  std::optional<std::string> type = {};
  RecordArguments record = {};
  ListOptions list = {};
};

template <class E>
std::vector<std::string> spellings() {
  std::vector<std::string> texts;
  for (const auto& [value, text] : enum_texts<E>) texts.emplace_back(text);
  return texts;
}

void create(const Context& context, Arguments& arguments) {
  if (arguments.name) arguments.record.set("name", *arguments.name);
  Session session = context.session_in_new_registry();
  auto record = from_json_text<NewModelInstance>(arguments.record.json());
  if (arguments.group) record.model_group_id = find_group(session, *arguments.group).id;
  const auto model = session.create_model_instance(record);
  print_record(context, std::cout, model, "created model " + model.id.str());
}

void list(const Context& context, const Arguments& arguments) {
  const Session session = context.reading_session();
  ModelInstanceFilter filter;
  if (arguments.group) filter.model_group_id = find_group(session, *arguments.group).id;
  if (arguments.type) filter.model_type = parse<ModelType>(*arguments.type);
  print_list<ModelInstance>(
      context, arguments.list, "model",
      [&] {
        ModelInstanceQuery query;
        static_cast<PageRequest&>(query) = arguments.list.page;
        static_cast<ModelInstanceFilter&>(query) = filter;
        return session.list_model_instances(query);
      },
      [&] { return session.walk_model_instances(filter, 1000); },
      [](const std::vector<ModelInstance>& models) { print_models(std::cout, models); });
}

void show(const Context& context, const Arguments& arguments) {
  std::cout << to_json_text(find_model(context.reading_session(), arguments.model)) << '\n';
}

void update(const Context& context, const Arguments& arguments) {
  const auto changes = from_json_text<ModelInstanceChanges>(arguments.record.json());
  Session session = context.session();
  const auto model =
      session.update_model_instance(find_model(session, arguments.model).id, changes);
  print_record(context, std::cout, model, "updated model " + model.id.str());
}

void erase(const Context& context, const Arguments& arguments, const Confirmation& confirmation) {
  Session session = context.session();
  const auto model = find_model(session, arguments.model);
  confirmation.ask("delete the model " + model.name + " (" + model.id.str() + ") and its " +
                   counted(model.deployment_count, "deployment"));
  session.delete_model_instance(model.id);
  print_deleted(context, std::cout, "model " + model.id.str());
}

}  // namespace

void add_model_commands(CLI::App& app, const Context& context) {
  RecordCommands<Arguments> commands(app, context, "model", "Models");
  auto& arguments = commands.arguments();
  const auto name_the_model = [&](CLI::App& command) {
    command.add_option("MODEL", arguments.model, "Its id, the beginning of it, or its name")
        ->required();
  };

  auto& creation = commands.add("create", "Create a model", create);
  creation.add_option("NAME", arguments.name, "Its name");
  creation.add_option("--group", arguments.group, "The model group that it is to be in");
  arguments.record.add_to(creation, with({"--id", "id", "Its id (default: a new UUID)"}, fields));

  auto& listing = commands.add("list", "List the models", list);
  arguments.list.add_to(listing);
  listing.add_option("--group", arguments.group, "Only those in this model group");
  listing.add_option("--type", arguments.type, "Only those of this type")
      ->check(CLI::IsMember(spellings<ModelType>()));

  name_the_model(commands.add("show", "Show a model as JSON", show));

  auto& change = commands.add("update", "Change a model", update);
  name_the_model(change);
  arguments.record.add_to(change, with({"--name", "name", "Its name"}, fields), true);

  name_the_model(commands.add_deletion("Delete a model and its deployments", erase));
}

}  // namespace modelreg::tool
