#include <optional>
#include <string>
#include <vector>

#include "modelreg/error.hpp"
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
  std::optional<std::string> vendor = {};
  std::optional<std::string> created_after = {};
  std::optional<std::string> created_before = {};
  ModelInstanceFilter filter = {};
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

/// A time without an offset is UTC, and a day is its beginning.
Timestamp moment(const std::string& text) {
  for (const char* const rest : {"", "Z", "T00:00:00Z"}) {
    if (const auto timestamp = parse_timestamp(text + rest)) return *timestamp;
  }
  throw Error(
      {{"", "a time must be such as 2026-01-31T12:00:00Z or 2026-01-31", "datetime_parsing"}});
}

ModelInstanceFilter filter_of(const Session& session, const Arguments& arguments) {
  ModelInstanceFilter filter = arguments.filter;
  if (arguments.group) filter.model_group_id = find_group(session, *arguments.group).id;
  if (arguments.type) filter.model_type = parse<ModelType>(*arguments.type);
  if (arguments.vendor) filter.model_vendor = parse<ModelVendor>(*arguments.vendor);
  if (arguments.created_after) filter.created_after = moment(*arguments.created_after);
  if (arguments.created_before) filter.created_before = moment(*arguments.created_before);
  return filter;
}

void list(const Context& context, const Arguments& arguments) {
  const Session session = context.reading_session();
  const auto filter = filter_of(session, arguments);
  const auto& sort_by = arguments.list.sort_by;
  print_list<ModelInstance>(
      context, arguments.list, "model",
      [&] {
        return session.list_model_instances(
            ModelInstanceQuery{arguments.list.page, filter, sort_by});
      },
      [&] { return session.walk_model_instances(filter, sort_by, 1000); });
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
  listing.add_option("--vendor", arguments.vendor, "Only those of this vendor")
      ->check(CLI::IsMember(spellings<ModelVendor>()));
  listing.add_option("--name", arguments.filter.name, "Only those of this name");
  listing.add_option("--name-contains", arguments.filter.name_contains,
                     "Only those with this text in their names");
  listing.add_option("--base-model-id", arguments.filter.base_model_id,
                     "Only those of this base model");
  listing.add_option("--created-after", arguments.created_after,
                     "Only those made later than this, such as 2026-01-31T12:00:00Z");
  listing.add_option("--created-before", arguments.created_before, "Only those made earlier");

  name_the_model(commands.add("show", "Show a model as JSON", show));

  auto& change = commands.add("update", "Change a model", update);
  name_the_model(change);
  arguments.record.add_to(change, with({"--name", "name", "Its name"}, fields), true);

  name_the_model(commands.add_deletion("Delete a model and its deployments", erase));
}

}  // namespace modelreg::tool
