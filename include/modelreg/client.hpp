#pragma once

#include <chrono>
#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "modelreg/edition.hpp"
#include "modelreg/export.hpp"
#include "modelreg/json_text.hpp"
#include "modelreg/model_deployment.hpp"
#include "modelreg/model_group.hpp"
#include "modelreg/model_instance.hpp"
#include "modelreg/model_instance_view.hpp"
#include "modelreg/page.hpp"
#include "modelreg/query.hpp"
#include "modelreg/timestamp.hpp"
#include "modelreg/transport.hpp"
#include "modelreg/walk.hpp"

namespace modelreg {

namespace client {
class Caller;
}

/// When a client makes a request again, as the platform's own clients do.
///
/// Again are made those that were answered with 408, 409, 429 or 5xx or not at all, if that can do
/// no harm. A request that reads, updates, deletes or adds to a group has the same effect however
/// often it is made. One that creates is made again only where nothing can have been done: it was
/// not sent (`unavailable`), or the answer is 409, 429, or a 503 that has `retry-after` or is the
/// platform's own. The header `x-should-retry` of an answer, `true` or `false`, decides before all
/// of this.
///
/// Before it, the client waits for as long as `retry-after-ms` or `retry-after`, seconds or a date,
/// asks for. Else it waits for `first_delay`, and each time twice as long, at most `longest_delay`,
/// and of each up to a quarter less by chance, so that clients that were refused together do not
/// come back together.
struct RetryOptions {
  int most_retries = 2;  ///< Of one request; 0 for none.
  std::chrono::milliseconds first_delay{500};
  std::chrono::milliseconds longest_delay{8'000};
  /// Of a whole call with all of its requests: none is made again after it, and none is waited for
  /// that would be. How long a single one may take is the transport's to say.
  std::chrono::milliseconds deadline{60'000};
  std::function<Timestamp()> now = {};                        ///< The clock; the system's if empty.
  std::function<void(std::chrono::milliseconds)> sleep = {};  ///< Waits; the thread if empty.
  std::function<double()> chance = {};  ///< From 0 to 1, for the delays; random if empty.
};

/// How a client asks.
struct ClientOptions {
  std::string api_key = {};  ///< Who asks. Required.
  /// For which account (`x-selected-account-id`). Without it for the key's own; then groups and
  /// model instances cannot be created, since the platform wants their account named.
  std::optional<std::string> account_id = {};
  UnknownEnums unknown_enums = UnknownEnums::reject;
  /// Which edition the platform speaks: what it does not know, it would drop without a word, and so
  /// it is refused with `invalid_argument` and not sent. What it answers is read in either edition.
  Edition edition = Edition::documented;
  RetryOptions retry = {};
};

/// The calls of a `Session`, by requests of the hosted platform's API: the code that talks to the
/// platform in production runs unchanged against a registry in its own process.
///
///     Client client(in_process(registry), {.api_key = key.secret, .account_id = "acme"});
///     auto group = client.create_model_group({.name = "summarisers"});
///     auto model = client.create_model_instance(
///         {.name = "GPT-4o", .model_type = ModelType::chat_completion});
///     model = client.add_model_instance(group.id, model.id);
///
/// What a call does and throws is what the call of that name in `Session` does and throws. A record
/// is checked in full before anything is sent, and an answer before anything is returned: a record
/// is whole, or there is an `Error`.
///
/// Any call may throw beside that: `unauthenticated`; `forbidden` if the key may not act in the
/// account; `busy` if the platform asks to wait; `unavailable` if it was not reached or failed, and
/// nothing was changed; `outcome_unknown` if a change was asked for and may have been made;
/// `unexpected_answer` if what answered is not the platform's contract, and then the message and
/// the violations name what was wrong. All but `invalid_argument` after the retries. The violations
/// of other errors are the platform's alone: it sends them for `invalid_argument`.
///
/// What the API has no requests for, a client has not: chosen ids (an `id` in what is new is
/// `invalid_argument`), imports, transactions, many additions as one, and a deployment without its
/// instance.
///
/// Thread safety: as the transport; copies are cheap and equal. One that was moved from may only be
/// assigned to or destroyed.
class MODELREG_EXPORT Client {
 public:
  /// Throws: `invalid_argument` if there is no transport, the key or the account is empty or no
  /// header can hold it, or an option is out of range.
  Client(std::shared_ptr<Transport> transport, ClientOptions options);

  ModelGroup create_model_group(const NewModelGroup& group);
  [[nodiscard]] ModelGroup get_model_group(const ModelGroupId& id) const;
  [[nodiscard]] std::optional<ModelGroup> find_model_group(const ModelGroupId& id) const;
  [[nodiscard]] Page<ModelGroup> list_model_groups(const PageRequest& request = {}) const;
  /// Throws: `invalid_argument` if `query` has a filter or a sort key: the API has none for groups.
  template <std::derived_from<ModelGroupQuery> Query>
  [[nodiscard]] Page<ModelGroup> list_model_groups(const Query& query) const {
    return list_model_groups_by(query);
  }
  /// The pages one after the other: if others delete records meanwhile, one that follows them may
  /// be missed. The same goes for the other walks.
  [[nodiscard]] Walk<ModelGroup> walk_model_groups(int page_size = 100) const;
  ModelGroup update_model_group(const ModelGroupId& id, const ModelGroupChanges& changes);
  /// A deletion that was made again since its answer was lost takes it for done that the record is
  /// not there. The same goes for the other deletions.
  void delete_model_group(const ModelGroupId& id);

  ModelInstance create_model_instance(const NewModelInstance& instance);
  [[nodiscard]] ModelInstance get_model_instance(const ModelInstanceId& id) const;
  [[nodiscard]] ViewedModelInstance get_model_instance(const ModelInstanceId& id,
                                                       const ModelInstanceViews& views) const;
  [[nodiscard]] std::optional<ModelInstance> find_model_instance(const ModelInstanceId& id) const;
  /// Throws: `invalid_argument`, too, if `query` has a filter beside group and type: the API has no
  /// others. The same goes for the walk.
  [[nodiscard]] Page<ModelInstance> list_model_instances(
      const ModelInstanceQuery& query = {}) const;
  [[nodiscard]] Page<ViewedModelInstance> list_model_instances(
      const ModelInstanceQuery& query, const ModelInstanceViews& views) const;
  [[nodiscard]] Walk<ModelInstance> walk_model_instances(ModelInstanceFilter filter = {},
                                                         int page_size = 100) const;
  ModelInstance update_model_instance(const ModelInstanceId& id,
                                      const ModelInstanceChanges& changes);
  void delete_model_instance(const ModelInstanceId& id);

  ModelDeployment create_model_deployment(const ModelInstanceId& instance,
                                          const NewModelDeployment& deployment);
  /// Throws: `not_found`, too, if the deployment is another instance's.
  [[nodiscard]] ModelDeployment get_model_deployment(const ModelInstanceId& instance,
                                                     const ModelDeploymentId& id) const;
  [[nodiscard]] std::optional<ModelDeployment> find_model_deployment(
      const ModelInstanceId& instance, const ModelDeploymentId& id) const;
  [[nodiscard]] Page<ModelDeployment> list_model_deployments(
      const ModelDeploymentQuery& query = {}) const;
  [[nodiscard]] Walk<ModelDeployment> walk_model_deployments(ModelDeploymentFilter filter = {},
                                                             int page_size = 100) const;
  ModelDeployment update_model_deployment(const ModelInstanceId& instance,
                                          const ModelDeploymentId& id,
                                          const ModelDeploymentChanges& changes);
  void delete_model_deployment(const ModelInstanceId& instance, const ModelDeploymentId& id);

  ModelInstance add_model_instance(const ModelGroupId& group, const ModelInstanceId& instance);
  /// By two requests, since the API has none of its own: one reads, one updates. Somebody who moves
  /// the instance between them is overruled.
  ModelInstance remove_model_instance(const ModelGroupId& group, const ModelInstanceId& instance);

 private:
  [[nodiscard]] Page<ModelGroup> list_model_groups_by(const ModelGroupQuery& query) const;

  std::shared_ptr<const client::Caller> caller_;
};

}  // namespace modelreg
