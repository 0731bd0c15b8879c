#include <gtest/gtest.h>

// Needs what GoogleTest declares.
#include <rapidcheck/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "oracle.hpp"
#include "wire_fixture.hpp"

/// Random sequences of calls over several accounts, by a session, a client and as requests, each
/// answer compared with that of a plain model in memory.
namespace modelreg {
namespace {

using test::json;
using test::Oracle;
using test::Outcome;

/// Who makes a call.
enum class Voice : unsigned { session, client, request };

/// One call. The numbers choose among what there is when the call is made.
struct Call {
  unsigned kind = 0;
  unsigned account = 0;
  unsigned first = 0;
  unsigned second = 0;
  unsigned third = 0;
  Voice voice = Voice::session;
};

std::ostream& operator<<(std::ostream& out, const Call& call) {
  return out << "{" << call.kind << " account " << call.account << " " << call.first << " "
             << call.second << " " << call.third << " voice " << static_cast<unsigned>(call.voice)
             << "}";
}

/// Any number below `end`, however long the sequence: RapidCheck's own choice grows with it.
rc::Gen<unsigned> below(unsigned end) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0U, end));
}

rc::Gen<Call> any_call() {
  return rc::gen::build<Call>(
      rc::gen::set(&Call::kind, below(17)), rc::gen::set(&Call::account, below(5)),
      rc::gen::set(&Call::first, below(1000)), rc::gen::set(&Call::second, below(1000)),
      rc::gen::set(&Call::third, below(1000)),
      rc::gen::set(&Call::voice, rc::gen::cast<Voice>(below(3))));
}

/// By all of the sequences.
int requests_made = 0;

/// One account of the registry under test, and what it must answer.
struct Actor {
  Session session;
  Client client;
  std::string secret;
  Oracle oracle;
};

class World {
 public:
  World() {
    for (const char* account : {"acme", "globex", "initech"}) {
      const Identity identity{account, "user of " + std::string(account)};
      const auto secret = registry_.create_api_key(identity).secret;
      actors_.push_back({registry_.session(identity),
                         Client(in_process(registry_), {.api_key = secret, .account_id = account}),
                         secret, Oracle(identity, templates())});
    }
  }

  void make(const Call& call) {
    ++moment_;
    next_id_ = "id-" + std::to_string(moment_);
    // The first account acts most often, so that its calls find something.
    Actor& actor = actors_.at(call.account < 3 ? 0 : call.account - 2);
    const auto [expected, actual] = outcomes(call, actor);
    RC_ASSERT(actual.status == expected.status);
    if (expected.status == 200) RC_ASSERT(actual.text == expected.text);
    if (call.kind < 2) groups_.push_back(next_id_);
    if (call.kind == 2 || call.kind == 3) instances_.push_back(next_id_);
    if (call.kind == 4) deployments_.push_back(next_id_);
  }

 private:
  using Both = std::pair<Outcome, Outcome>;

  /// What follows from each type, as the registry has it.
  static std::map<ModelType, ModelInstance> templates() {
    auto registry = Registry::in_memory();
    auto session = registry.session({.account_id = "a", .user_id = "u"});
    std::map<ModelType, ModelInstance> by_type;
    for (const auto& [type, text] : enum_texts<ModelType>) {
      by_type.emplace(type, session.create_model_instance({.name = "n", .model_type = type}));
    }
    return by_type;
  }

  Timestamp now() const { return Timestamp(std::chrono::seconds(moment_)); }

  /// An id that somebody made for such a record, or one that nobody did.
  static std::string choose(const std::vector<std::string>& ids, unsigned choice) {
    const auto place = choice % (ids.size() + 1);
    return place == ids.size() ? "missing" : ids[place];
  }
  ModelGroupId group(unsigned choice) const { return ModelGroupId(choose(groups_, choice)); }
  ModelInstanceId instance(unsigned choice) const {
    return ModelInstanceId(choose(instances_, choice));
  }
  ModelDeploymentId deployment(unsigned choice) const {
    return ModelDeploymentId(choose(deployments_, choice));
  }

  static std::string name(unsigned choice) { return "name " + std::to_string(choice % 5); }
  static ModelType type(unsigned choice) { return enum_texts<ModelType>[choice % 6].value; }

  template <class Work>
  static Outcome outcome(const Work& work) {
    try {
      return {200, work()};
    } catch (const Error& error) {
      return {error.http_status()};
    }
  }

  Outcome request(const Actor& actor, const std::string& method, const std::string& target,
                  const json& body = nullptr) {
    const Request request{
        method, target, {{"X-Api-Key", actor.secret}}, body.is_null() ? "" : body.dump()};
    // Some thousands are enough to hold against the OpenAPI document.
    const auto response =
        ++requests_made <= 3000 ? test::recorded(registry_, request) : handle(registry_, request);
    return {response.status, response.status == 200 ? response.body : ""};
  }

  /// What comes of the call by its voice: `work` is given a session or a client, which are called
  /// alike, and `ask` makes the request.
  template <class Work, class Ask>
  static Outcome by_voice(const Call& call, Actor& actor, const Work& work, const Ask& ask) {
    return by_voice(call, actor, work, work, ask);
  }
  template <class BySession, class ByClient, class Ask>
  static Outcome by_voice(const Call& call, Actor& actor, const BySession& by_session,
                          const ByClient& by_client, const Ask& ask) {
    switch (call.voice) {
      case Voice::session:
        return outcome([&] { return by_session(actor.session); });
      case Voice::client:
        return outcome([&] { return by_client(actor.client); });
      default:
        return ask();
    }
  }

  static constexpr const char* deleted = R"({"count":1,"success":true})";

  Both outcomes(const Call& call, Actor& actor) {
    switch (call.kind) {
      case 0:
      case 1:
        return create_group(call, actor);
      case 2:
      case 3:
        return create_instance(call, actor);
      case 4:
        return create_deployment(call, actor);
      case 5:
        return get_group(call, actor);
      case 6:
        return get_instance(call, actor);
      case 7:
        return change_deployment(call, actor);
      case 8:
        return update_group(call, actor);
      case 9:
        return update_instance(call, actor);
      case 10:
        return delete_group(call, actor);
      case 11:
        return delete_instance(call, actor);
      case 12:
        return add(call, actor);
      case 13:
        return remove(call, actor);
      case 14:
        return list_groups(call, actor);
      case 15:
        return list_instances(call, actor);
      default:
        return list_deployments(call, actor);
    }
  }

  Both create_group(const Call& call, Actor& actor) {
    const auto given = name(call.first);
    return {
        actor.oracle.create_group(given, next_id_, now()),
        by_voice(
            call, actor,
            [&](auto& caller) { return to_json_text(caller.create_model_group({.name = given})); },
            [&] {
              return request(actor, "POST", "/v4/model-groups",
                             {{"name", given}, {"account_id", account(actor)}});
            })};
  }

  Both create_instance(const Call& call, Actor& actor) {
    const auto given = name(call.first);
    std::optional<ModelGroupId> group_id;
    if (call.third % 2 == 0) group_id = group(call.third);
    json body{{"name", given},
              {"model_type", to_string(type(call.second))},
              {"account_id", account(actor)}};
    if (group_id) body["model_group_id"] = group_id->str();
    return {
        actor.oracle.create_instance(given, type(call.second), group_id, next_id_, now()),
        by_voice(
            call, actor,
            [&](auto& caller) {
              return to_json_text(caller.create_model_instance(
                  {.name = given, .model_type = type(call.second), .model_group_id = group_id}));
            },
            [&] { return request(actor, "POST", "/v4/models", body); })};
  }

  Both create_deployment(const Call& call, Actor& actor) {
    const auto instance_id = instance(call.first);
    const auto given = name(call.second);
    return {actor.oracle.create_deployment(instance_id, given, next_id_, now()),
            by_voice(
                call, actor,
                [&](auto& caller) {
                  return to_json_text(caller.create_model_deployment(instance_id, {.name = given}));
                },
                [&] {
                  return request(actor, "POST", "/v4/models/" + instance_id.str() + "/deployments",
                                 {{"name", given}});
                })};
  }

  Both get_group(const Call& call, Actor& actor) {
    const auto group_id = group(call.first);
    return {actor.oracle.get_group(group_id),
            by_voice(
                call, actor,
                [&](auto& caller) { return to_json_text(caller.get_model_group(group_id)); },
                [&] { return request(actor, "GET", "/v4/model-groups/" + group_id.str()); })};
  }

  Both get_instance(const Call& call, Actor& actor) {
    const auto instance_id = instance(call.first);
    return {actor.oracle.get_instance(instance_id),
            by_voice(
                call, actor,
                [&](auto& caller) { return to_json_text(caller.get_model_instance(instance_id)); },
                [&] { return request(actor, "GET", "/v4/models/" + instance_id.str()); })};
  }

  /// The path of a deployment, and so a client, names its instance, too.
  ModelInstanceId instance_of(const Actor& actor, const ModelDeploymentId& id) const {
    const auto deployment = actor.session.find_model_deployment(id);
    return deployment ? deployment->model_instance_id : instance(0);
  }

  Both change_deployment(const Call& call, Actor& actor) {
    const auto id = deployment(call.first);
    const auto instance_id = instance_of(actor, id);
    const auto target = "/v4/models/" + instance_id.str() + "/deployments/" + id.str();
    const ModelDeploymentChanges changes{.name = name(call.third)};
    switch (call.second % 3) {
      case 0:
        return {
            actor.oracle.get_deployment(id),
            by_voice(
                call, actor,
                [&](Session& session) { return to_json_text(session.get_model_deployment(id)); },
                [&](Client& client) {
                  return to_json_text(client.get_model_deployment(instance_id, id));
                },
                [&] { return request(actor, "GET", target); })};
      case 1:
        return {actor.oracle.update_deployment(id, name(call.third)),
                by_voice(
                    call, actor,
                    [&](Session& session) {
                      return to_json_text(session.update_model_deployment(id, changes));
                    },
                    [&](Client& client) {
                      return to_json_text(client.update_model_deployment(instance_id, id, changes));
                    },
                    [&] {
                      return request(actor, "PATCH", target, {{"name", name(call.third)}});
                    })};
      default:
        return {actor.oracle.delete_deployment(id),
                by_voice(
                    call, actor,
                    [&](Session& session) {
                      session.delete_model_deployment(id);
                      return std::string(deleted);
                    },
                    [&](Client& client) {
                      client.delete_model_deployment(instance_id, id);
                      return std::string(deleted);
                    },
                    [&] { return request(actor, "DELETE", target); })};
    }
  }

  Both update_group(const Call& call, Actor& actor) {
    const auto group_id = group(call.first);
    const auto given = name(call.second);
    return {actor.oracle.update_group(group_id, given),
            by_voice(
                call, actor,
                [&](auto& caller) {
                  return to_json_text(caller.update_model_group(group_id, {.name = given}));
                },
                [&] {
                  return request(actor, "PATCH", "/v4/model-groups/" + group_id.str(),
                                 {{"name", given}});
                })};
  }

  Both update_instance(const Call& call, Actor& actor) {
    const auto instance_id = instance(call.first);
    std::optional<ModelGroupId> group_id;
    if (call.third % 2 == 0) group_id = group(call.third);
    json body{{"model_type", to_string(type(call.second))}, {"model_group_id", nullptr}};
    if (group_id) body["model_group_id"] = group_id->str();
    ModelInstanceChanges changes{.model_type = type(call.second), .model_group_id = clear};
    if (group_id) changes.model_group_id = *group_id;
    return {actor.oracle.update_instance(instance_id, type(call.second), group_id),
            by_voice(
                call, actor,
                [&](auto& caller) {
                  return to_json_text(caller.update_model_instance(instance_id, changes));
                },
                [&] { return request(actor, "PATCH", "/v4/models/" + instance_id.str(), body); })};
  }

  Both delete_group(const Call& call, Actor& actor) {
    const auto group_id = group(call.first);
    return {actor.oracle.delete_group(group_id),
            by_voice(
                call, actor,
                [&](auto& caller) {
                  caller.delete_model_group(group_id);
                  return std::string(deleted);
                },
                [&] { return request(actor, "DELETE", "/v4/model-groups/" + group_id.str()); })};
  }

  Both delete_instance(const Call& call, Actor& actor) {
    const auto instance_id = instance(call.first);
    return {actor.oracle.delete_instance(instance_id),
            by_voice(
                call, actor,
                [&](auto& caller) {
                  caller.delete_model_instance(instance_id);
                  return std::string(deleted);
                },
                [&] { return request(actor, "DELETE", "/v4/models/" + instance_id.str()); })};
  }

  Both add(const Call& call, Actor& actor) {
    const auto group_id = group(call.first);
    const auto instance_id = instance(call.second);
    return {actor.oracle.add(group_id, instance_id),
            by_voice(
                call, actor,
                [&](auto& caller) {
                  return to_json_text(caller.add_model_instance(group_id, instance_id));
                },
                [&] {
                  return request(
                      actor, "POST",
                      "/v4/model-groups/" + group_id.str() + "/models/" + instance_id.str());
                })};
  }

  /// The wire has no request of its own for this.
  Both remove(const Call& call, Actor& actor) {
    const auto group_id = group(call.first);
    const auto instance_id = instance(call.second);
    const auto work = [&](auto& caller) {
      return to_json_text(caller.remove_model_instance(group_id, instance_id));
    };
    return {actor.oracle.remove(group_id, instance_id), by_voice(call, actor, work, [&] {
              return outcome([&] { return work(actor.client); });
            })};
  }

  static PageRequest page(const Call& call) {
    return {.page = static_cast<int>(call.first % 3) + 1,
            .limit = static_cast<int>(call.second % 4) + 1};
  }
  static std::string query_of(const PageRequest& request) {
    return "?page=" + std::to_string(request.page) + "&limit=" + std::to_string(request.limit);
  }

  Both list_groups(const Call& call, Actor& actor) {
    return {actor.oracle.list_groups(page(call)),
            by_voice(
                call, actor,
                [&](auto& caller) { return to_json_text(caller.list_model_groups(page(call))); },
                [&] { return request(actor, "GET", "/v4/model-groups" + query_of(page(call))); })};
  }

  Both list_instances(const Call& call, Actor& actor) {
    ModelInstanceQuery query;
    static_cast<PageRequest&>(query) = page(call);
    std::string target = "/v4/models" + query_of(query);
    if (call.third % 2 == 0) {
      query.model_group_id = group(call.third);
      target += "&model_group_id=" + query.model_group_id->str();
    }
    if (call.third % 3 == 0) {
      query.model_type = type(call.third);
      target += "&model_type=" + std::string(to_string(*query.model_type));
    }
    if (call.third % 5 != 0) {
      query.sort_by = {{"name", call.third % 5 < 3 ? SortOrder::asc : SortOrder::desc}};
      target += call.third % 5 < 3 ? "&sort_by=name:asc" : "&sort_by=name:desc";
    }
    return {actor.oracle.list_instances(query),
            by_voice(
                call, actor,
                [&](auto& caller) { return to_json_text(caller.list_model_instances(query)); },
                [&] { return request(actor, "GET", target); })};
  }

  Both list_deployments(const Call& call, Actor& actor) {
    ModelDeploymentQuery query;
    static_cast<PageRequest&>(query) = page(call);
    if (call.voice != Voice::request && call.third % 2 == 0) {
      query.model_instance_id = instance(call.third);
    }
    return {actor.oracle.list_deployments(query.model_instance_id, query),
            by_voice(
                call, actor,
                [&](auto& caller) { return to_json_text(caller.list_model_deployments(query)); },
                [&] { return request(actor, "GET", "/v4/model-deployments" + query_of(query)); })};
  }

  static std::string account(const Actor& actor) { return actor.session.identity().account_id; }

  int moment_ = 0;
  std::string next_id_ = "unused";
  Registry registry_ =
      Registry::in_memory({.now = [this] { return now(); }, .new_id = [this] { return next_id_; }});
  std::vector<Actor> actors_;
  std::vector<std::string> groups_;  // the ids that were made, whether they are still there or not
  std::vector<std::string> instances_;
  std::vector<std::string> deployments_;
};

RC_GTEST_PROP(RandomCallsTest, EveryAnswerIsThatOfThePlainModel, ()) {
  const auto calls = *rc::gen::container<std::vector<Call>>(any_call());
  World world;
  for (const auto& call : calls) world.make(call);
}

}  // namespace
}  // namespace modelreg
