#include "fault/scenario.hpp"

#include <memory>
#include <stdexcept>
#include <utility>

#include "fault/faulty_memory.hpp"
#include "raw_database.hpp"
#include "session_fixture.hpp"

namespace modelreg::test {
namespace {

const ModelGroupId chat{"chat"};
const ModelGroupId other{"other"};
const ModelInstanceId member{"member"};
const ModelInstanceId single{"single"};
const ModelInstanceId another{"another"};
const ModelDeploymentId deployment{"deployment"};

/// The answer of a call that is over: what it takes to show it is not the call's.
template <class Record>
std::string shown(const Record& record) {
  FaultyMemory::spare_program();
  return to_json_text(record);
}

/// A response as an answer, or as the error that it stands for.
std::string answered(const Response& response) {
  if (response.status == 503) throw Error(ErrorCode::busy, response.body);
  if (response.status >= 500) throw Error(ErrorCode::outcome_unknown, response.body);
  return response.body;
}

std::string walked(const Session& session) {
  std::string text;
  for (const auto& instance : session.walk_model_instances({}, 2)) text += to_json_text(instance);
  return text;
}

std::string in_transaction(Session& session) {
  session.transaction([](Session& inside) {
    inside.create_model_group({.name = "n", .id = ModelGroupId("new")});
    inside.transaction([](Session& nested) { nested.add_model_instance(chat, single); });
    inside.delete_model_instance(member);
  });
  return "";
}

std::string exported(const Session& session) {
  std::string text;
  export_to(session, [&](std::string_view part) { text += part; });
  return text;
}

std::string imported(Session& session) {
  import_from(session, R"([
      {"name": "n", "model_type": "AGENT", "id": "member", "description": "changed"},
      {"name": "n", "model_type": "AGENT", "id": "new", "model_group_id": "missing"}])",
              {.if_taken = IfTaken::update, .if_no_group = IfNoGroup::create});
  return "";
}

std::vector<Call> make_calls() {
  return {
      {"create_model_group",
       [](Registry&, Session& session) {
         return shown(session.create_model_group({.name = "n", .description = "d"}));
       }},
      {"import_model_group",
       [](Registry&, Session& session) {
         return shown(session.import_model_group({.name = "n",
                                                  .id = ModelGroupId("imported"),
                                                  .account_id = caller.account_id,
                                                  .created_by_user_id = "somebody"}));
       }},
      {"find_model_group",
       [](Registry&, Session& session) {
         return std::string(session.find_model_group(ModelGroupId("missing")) ? "there"
                                                                              : "missing");
       }},
      {"get_model_group",
       [](Registry&, Session& session) { return shown(session.get_model_group(chat)); }},
      {"list_model_groups",
       [](Registry&, Session& session) { return shown(session.list_model_groups()); }},
      {"update_model_group",
       [](Registry&, Session& session) {
         return shown(session.update_model_group(chat, {.name = "renamed"}));
       }},
      {"delete_model_group",
       [](Registry&, Session& session) {
         session.delete_model_group(chat);
         return std::string();
       }},
      {"create_model_instance",
       [](Registry&, Session& session) {
         auto instance = a_full_instance();
         instance.model_group_id = chat;
         return shown(session.create_model_instance(instance));
       }},
      {"import_model_instance",
       [](Registry&, Session& session) {
         return shown(session.import_model_instance(a_complete_record(caller)));
       }},
      {"get_model_instance",
       [](Registry&, Session& session) { return shown(session.get_model_instance(member)); }},
      {"list_model_instances",
       [](Registry&, Session& session) {
         ModelInstanceQuery query;
         query.sort_by = {{"description", SortOrder::desc}, {"name"}};
         return shown(session.list_model_instances(
             query, {ModelInstanceView::deployments, ModelInstanceView::model_group}));
       }},
      {"walk_model_instances", [](Registry&, Session& session) { return walked(session); }},
      {"update_model_instance",
       [](Registry&, Session& session) {
         return shown(session.update_model_instance(member, {.name = "renamed",
                                                             .model_type = ModelType::embedding,
                                                             .description = std::string(9000, 'd'),
                                                             .model_group_id = other}));
       }},
      {"delete_model_instance",
       [](Registry&, Session& session) {
         session.delete_model_instance(member);
         return std::string();
       }},
      {"create_model_deployment",
       [](Registry&, Session& session) {
         return shown(session.create_model_deployment(single, {.name = "n"}));
       }},
      {"import_model_deployment",
       [](Registry&, Session& session) {
         return shown(session.import_model_deployment({.name = "n",
                                                       .model_instance_id = another,
                                                       .id = ModelDeploymentId("imported"),
                                                       .account_id = caller.account_id,
                                                       .created_by_user_id = "somebody",
                                                       .status = "READY"}));
       }},
      {"get_model_deployment",
       [](Registry&, Session& session) { return shown(session.get_model_deployment(deployment)); }},
      {"update_model_deployment",
       [](Registry&, Session& session) {
         return shown(session.update_model_deployment(deployment, {.name = "renamed"}));
       }},
      {"list_model_deployments",
       [](Registry&, Session& session) { return shown(session.list_model_deployments()); }},
      {"delete_model_deployment",
       [](Registry&, Session& session) {
         session.delete_model_deployment(deployment);
         return std::string();
       }},
      {"add_model_instance",
       [](Registry&, Session& session) {
         return shown(session.add_model_instance(other, member));
       }},
      {"add_model_instance to the same group",
       [](Registry&, Session& session) { return shown(session.add_model_instance(chat, member)); }},
      {"add_model_instances",
       [](Registry&, Session& session) {
         const std::vector ids{member, single, another};
         const auto added = session.add_model_instances(other, ids);
         FaultyMemory::spare_program();
         return std::to_string(added);
       }},
      {"remove_model_instance",
       [](Registry&, Session& session) {
         return shown(session.remove_model_instance(chat, member));
       }},
      {"transaction", [](Registry&, Session& session) { return in_transaction(session); }},
      {"authenticate",
       [](Registry& registry, Session&) {
         try {
           return registry.authenticate("modelreg_0123456789abcdef_x").identity().user_id;
         } catch (const Error& error) {
           if (error.code() != ErrorCode::unauthenticated) throw;
           return std::string("unknown");
         }
       }},
      {"revoke_api_key",
       [](Registry& registry, Session&) {
         registry.revoke_api_key(registry.list_api_keys().at(0).id);
         return std::string();
       }},
      {"compact",
       [](Registry& registry, Session&) {
         registry.compact();
         return std::string();
       }},
      {"check",
       [](Registry& registry, Session&) {
         if (!registry.check().sound()) throw Error(ErrorCode::storage, "the disk failed");
         return std::string();
       }},
      {"handle",
       [](Registry& registry, Session&) {
         return answered(handle(registry, {.method = "POST",
                                           .target = "/v4/models",
                                           .headers = {{"x-api-key", "no key"}},
                                           .body = "{}"}));
       }},
      {"export_to", [](Registry&, Session& session) { return exported(session); }},
      {"import_from", [](Registry&, Session& session) { return imported(session); }},
      {"count_model_instances_of",
       [](Registry&, Session& session) {
         const auto counts = session.count_model_instances_of(std::vector{chat, other});
         return std::to_string(counts.at(0)) + " " + std::to_string(counts.at(1));
       }},
      {"subscribe",
       [](Registry& registry, Session& session) {
         std::size_t told = 0;
         const auto subscription =
             registry.subscribe([&](const ChangeNotice& notice) { told += notice.records.size(); });
         session.transaction([](Session& all_or_nothing) {
           all_or_nothing.update_model_group(chat, {.name = "renamed"});
           all_or_nothing.add_model_instance(other, member);
         });
         return std::to_string(told);
       }},
      {"RemoteRecords",
       [](Registry&, Session& session) {
         return session.transaction([](Session& all_or_nothing) {
           RemoteRecords pairs(all_or_nothing, "https://api.example.com");
           pairs.save({RecordKind::model_instance, member.str(), "there", "a", "b"});
           pairs.save({RecordKind::model_deployment, deployment.str()});
           const auto pair = pairs.find_there(RecordKind::model_instance, "there");
           return pair.value().id + pairs.list_unanswered(RecordKind::model_deployment).at(0).id;
         });
       }},
  };
}

std::string row_of(SQLite::Statement& statement) {
  std::string row;
  for (int column = 0; column < statement.getColumnCount(); ++column) {
    row += statement.getColumn(column).getString() + '\x1f';
  }
  return row + '\n';
}

}  // namespace

const std::vector<Call>& calls() {
  static const std::vector<Call> all = make_calls();
  return all;
}

Options repeatable_options() {
  Options options;
  options.busy_timeout = std::chrono::milliseconds(0);
  options.now = [] { return *parse_timestamp("2026-11-22T08:00:00Z"); };
  options.new_id = [next = 0]() mutable { return "id-" + std::to_string(next++); };
  return options;
}

void make_registry(const std::filesystem::path& path) {
  auto registry = Registry::open(path, repeatable_options());
  auto session = registry.session(caller);
  session.create_model_group({.name = "chat models", .id = chat});
  session.create_model_group({.name = "other models", .id = other});
  for (const auto& id : {member, single, another}) {
    auto instance = a_full_instance();
    instance.id = id;
    instance.model_card = std::string(3000, 'c');
    session.create_model_instance(instance);
  }
  session.add_model_instance(chat, member);
  session.create_model_deployment(member, {.name = "n", .id = deployment});
  (void)registry.create_api_key(caller, "a key");
}

std::string contents(const std::filesystem::path& path) {
  SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
  SQLite::Statement check(database, "PRAGMA integrity_check(1)");
  check.executeStep();
  if (check.getColumn(0).getString() != "ok") throw std::runtime_error("the file is damaged");
  SQLite::Statement references(database, "PRAGMA foreign_key_check");
  if (references.executeStep()) throw std::runtime_error("a row refers to nothing");
  std::string text;
  SQLite::Statement tables(database,
                           "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  while (tables.executeStep()) {
    const std::string table = tables.getColumn(0).getString();
    text += table + '\n';
    SQLite::Statement rows(database, "SELECT * FROM " + table + " ORDER BY 1");
    while (rows.executeStep()) text += row_of(rows);
  }
  return text;
}

}  // namespace modelreg::test
