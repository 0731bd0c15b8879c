#include "tool/commands.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "modelreg/json_text.hpp"
#include "tool/call.hpp"
#include "tool/default_database.hpp"
#include "tool/import_file.hpp"
#include "tool/table.hpp"

namespace modelreg::tool {
namespace {

std::string spelling(const std::optional<ModelVendor>& vendor) {
  return vendor ? std::string(to_string(*vendor)) : "";
}

std::string text_of(const std::optional<ModelGroupId>& id) { return id ? id->str() : ""; }

void print(std::ostream& out, const std::vector<ModelInstance>& instances) {
  Table table({"ID", "VENDOR", "TYPE", "GROUP", "NAME"});
  for (const auto& instance : instances) {
    table.add({instance.id.str(), spelling(instance.model_vendor),
               std::string(to_string(instance.model_type)), text_of(instance.model_group_id),
               instance.name});
  }
  out << table;
}

/// An answer that is none of the records'. A name may be of a system that knows no UTF-8.
void print(std::ostream& out, const nlohmann::ordered_json& answer) {
  out << answer.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

void print_number(std::ostream& out, std::int64_t number, std::string noun) {
  out << number << ' ' << noun << (number == 1 ? "" : "s");
}

/// How much of the list the page is.
template <class Record>
void print_extent(std::ostream& out, const Page<Record>& page, const std::string& noun) {
  print_number(out, page.total_item_count, noun);
  const auto pages = (page.total_item_count + page.items_per_page - 1) / page.items_per_page;
  if (pages > 1) {
    out << ", page " << page.current_page << " of " << pages << "; --page N shows another";
  }
  out << '\n';
}

std::int64_t number_of_models(const Session& session, const ModelGroupId& group) {
  ModelInstanceQuery query;
  query.limit = 1;
  query.model_group_id = group;
  return session.list_model_instances(query).total_item_count;
}

/// Every instance of the group, however many pages that takes.
std::vector<ModelInstance> models_of(const Session& session, const ModelGroupId& group) {
  ModelInstanceQuery query;
  query.model_group_id = group;
  std::vector<ModelInstance> models;
  for (;; ++query.page) {
    auto page = session.list_model_instances(query);
    std::move(page.items.begin(), page.items.end(), std::back_inserter(models));
    if (std::int64_t{query.page} * query.limit >= page.total_item_count) return models;
  }
}

/// The group's own fields and, as one more, its models.
std::string with_models(const ModelGroup& group, const std::vector<ModelInstance>& models) {
  std::string json = to_json_text(group);
  json.back() = ',';
  json += "\"models\":[";
  for (const auto& model : models) {
    if (json.back() != '[') json += ',';
    json += to_json_text(model);
  }
  return json + "]}";
}

/// Whether opening a registry for writing may take away why it cannot be read.
bool a_writer_may_mend(const Error& error) {
  return error.code() == ErrorCode::storage || error.code() == ErrorCode::schema_mismatch;
}

}  // namespace

Registry Context::open(Options options) const {
  const auto path = database.empty() ? default_database() : std::filesystem::path(database);
  options.trust = trust;
  return Registry::open(path, std::move(options));
}

Identity Context::identity() const {
  return {.account_id = account, .user_id = user.empty() ? login_name() : user};
}

Registry Context::reader() const {
  try {
    return open({.create_if_missing = false, .read_only = true});
  } catch (const Error& error) {
    if (!a_writer_may_mend(error)) throw;
    try {
      return registry();
    } catch (const Error&) {  // what a reader is told says more
    }
    throw;
  }
}

Registry Context::registry() const { return open({.create_if_missing = false}); }
Registry Context::new_registry() const { return open({}); }
Session Context::reading_session() const { return reader().session(identity()); }
Session Context::session() const { return registry().session(identity()); }
Session Context::session_in_new_registry() const { return new_registry().session(identity()); }

void import(const Context& context, const std::string& file, std::ostream& out) {
  Session session = context.session_in_new_registry();
  const std::size_t count = import_file(session, file);
  if (context.json) {
    out << "{\"count\":" << count << "}\n";
  } else {
    out << "imported ";
    print_number(out, static_cast<std::int64_t>(count), "model");
    out << '\n';
  }
}

void create_group(const Context& context, const NewGroupArguments& arguments, std::ostream& out) {
  NewModelGroup group{.name = arguments.name, .description = arguments.description};
  if (arguments.id) group.id = ModelGroupId(*arguments.id);
  const auto created = context.session_in_new_registry().create_model_group(group);
  if (context.json) {
    out << to_json_text(created) << '\n';
  } else {
    out << "created model group " << created.id.str() << '\n';
  }
}

void list_groups(const Context& context, const PageRequest& page, std::ostream& out) {
  const Session session = context.reading_session();
  const auto groups = session.list_model_groups(page);
  if (context.json) {
    out << to_json_text(groups) << '\n';
    return;
  }
  Table table({"ID", "MODELS", "NAME"});
  for (const auto& group : groups.items) {
    table.add({group.id.str(), std::to_string(number_of_models(session, group.id)), group.name});
  }
  out << table;
  print_extent(out, groups, "model group");
}

void show_group(const Context& context, const std::string& group, std::ostream& out) {
  const Session session = context.reading_session();
  const auto record = session.get_model_group(ModelGroupId(group));
  const auto models = models_of(session, record.id);
  if (context.json) {
    out << with_models(record, models) << '\n';
    return;
  }
  Table fields({"id", record.id.str()});
  fields.add({"name", record.name});
  if (record.description) fields.add({"description", *record.description});
  fields.add({"created_at", to_string(record.created_at)});
  fields.add({"created_by_user_id", record.created_by_user_id});
  out << fields << '\n';
  print(out, models);
  print_number(out, static_cast<std::int64_t>(models.size()), "model");
  out << '\n';
}

void add_model(const Context& context, const std::string& group, const std::string& model,
               std::ostream& out) {
  const auto instance =
      context.session().add_model_instance(ModelGroupId(group), ModelInstanceId(model));
  if (context.json) {
    out << to_json_text(instance) << '\n';
  } else {
    out << "model " << model << " is in model group " << group << '\n';
  }
}

void list_models(const Context& context, const ModelListArguments& arguments, std::ostream& out) {
  ModelInstanceQuery query;
  query.page = arguments.page.page;
  query.limit = arguments.page.limit;
  if (arguments.group) query.model_group_id = ModelGroupId(*arguments.group);
  if (arguments.type) query.model_type = parse<ModelType>(*arguments.type);
  const auto models = context.reading_session().list_model_instances(query);
  if (context.json) {
    out << to_json_text(models) << '\n';
    return;
  }
  print(out, models.items);
  print_extent(out, models, "model");
}

void show_model(const Context& context, const std::string& model, std::ostream& out) {
  const auto instance = context.reading_session().get_model_instance(ModelInstanceId(model));
  out << to_json_text(instance) << '\n';
}

bool call(const Context& context, const CallArguments& arguments, std::istream& in,
          std::ostream& out) {
  Registry registry = context.registry();
  const HandleOptions options{.edition = arguments.edition};
  if (arguments.method.empty()) {
    answer_lines(registry, options, in, out);
    return true;
  }
  const Response response = handle(registry,
                                   {.method = arguments.method,
                                    .target = arguments.target,
                                    .headers = {{"x-api-key", arguments.api_key}},
                                    .body = arguments.body},
                                   options);
  out << response.body << '\n';
  return response.status < 400;
}

void create_key(const Context& context, const std::string& label, std::ostream& out) {
  const auto key = context.new_registry().create_api_key(context.identity(), label);
  if (context.json) {
    out << to_json_text(key) << '\n';
  } else {
    out << "created API key " << key.id << " for " << key.user_id << " in " << key.account_id
        << "; this is shown once:\n"
        << key.secret << '\n';
  }
}

void list_keys(const Context& context, std::ostream& out) {
  const auto keys = context.reader().list_api_keys();
  if (context.json) {
    std::string items;
    for (const auto& key : keys) {
      items += (items.empty() ? "" : ",") + to_json_text(key);
    }
    out << '[' << items << "]\n";
    return;
  }
  Table table({"ID", "ACCOUNT", "USER", "CREATED", "REVOKED", "LABEL"});
  for (const auto& key : keys) {
    table.add({key.id, key.account_id, key.user_id, to_string(key.created_at),
               key.revoked_at ? to_string(*key.revoked_at) : "", key.label});
  }
  out << table;
  print_number(out, static_cast<std::int64_t>(keys.size()), "API key");
  out << '\n';
}

void revoke_key(const Context& context, const std::string& id, std::ostream& out) {
  context.registry().revoke_api_key(id);
  if (context.json) {
    print(out, {{"id", id}, {"revoked", true}});
  } else {
    out << "revoked API key " << id << '\n';
  }
}

bool check(const Context& context, std::ostream& out) {
  const CheckReport report = context.reader().check();
  if (context.json) {
    out << to_json_text(report) << '\n';
    return report.sound();
  }
  for (const auto* const findings : {&report.integrity, &report.references, &report.drift}) {
    for (const auto& finding : *findings) out << finding << '\n';
  }
  out << (report.sound() ? "the registry is sound\n"
                         : "the registry is damaged; restore it from a copy\n");
  return report.sound();
}

void snapshot(const Context& context, const std::string& file, std::ostream& out) {
  const Registry registry = context.reader();
  try {
    registry.snapshot_to(file);
  } catch (const Error& error) {  // the path at fault is not the registry's
    throw Error(error.code(), std::string("the snapshot was not made: ") + error.what(),
                error.sqlite_code());
  }
  if (context.json) {
    print(out, {{"snapshot", file}});
  } else {
    out << "copied the registry to " << file << '\n';
  }
}

std::string advice(const Error& error) {
  for (const auto& violation : error.violations()) {
    if (violation.field == "model_group_id") return "`modelreg group list` shows those there are";
    if (violation.field == "model_instance_id")
      return "`modelreg model list` shows those there are";
    if (violation.field == "key_id") return "`modelreg key list` shows those there are";
    if (violation.field == "id") return "choose another id, or leave it out to have one made";
    if (violation.field == "path" && error.code() == ErrorCode::not_found) {
      return "`modelreg group create`, `modelreg key create` and `modelreg import` make a "
             "registry; "
             "--db PATH names it";
    }
    if (violation.problem.find("Trust::any") != std::string::npos) {
      return "--trust any opens it as it is";
    }
    if (violation.field == "path") return "name the registry's file with --db PATH";
  }
  return {};
}

}  // namespace modelreg::tool
