#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/fork.hpp"
#include "modelreg/options.hpp"
#include "storage/account_table.hpp"
#include "storage/api_key_table.hpp"
#include "storage/connection.hpp"
#include "storage/json_document_table.hpp"
#include "storage/known_content.hpp"
#include "storage/maintenance_threads.hpp"
#include "storage/model_deployment_table.hpp"
#include "storage/model_group_member_table.hpp"
#include "storage/model_group_table.hpp"
#include "storage/model_instance_table.hpp"
#include "storage/notifier.hpp"
#include "storage/remote_record_table.hpp"
#include "storage/statement_watch.hpp"
#include "storage/transaction.hpp"

namespace modelreg::storage {

/// Everything behind one registry: its connection, its tables and the lock that lets one thread at
/// a time use them.
class Store {
  // Before the tables, which use them.
  const Options options_;
  MaintenanceThreads maintenance_threads_;
  std::recursive_mutex mutex_;  // recursive: the work of a transaction calls the registry again
  const std::shared_ptr<Notifier> notifier_ = std::make_shared<Notifier>();
  Connection connection_;

 public:
  /// Open the registry at `path`; without one, make one in memory.
  [[nodiscard]] static std::shared_ptr<Store> open(const std::optional<std::filesystem::path>& path,
                                                   Options options);

  /// Run `work`, which only reads, and see one state of the database throughout.
  template <class Work>
  auto read(const Work& work) {
    return run(Transaction::Kind::read, work);
  }

  /// Run `work`, which reads with one statement and so needs no transaction to see one state. Run
  /// it again if others had changed what it took for known.
  template <class Work>
  auto look_up(const Work& work) {
    const Use use(*this);
    if (known_.is_ours_alone() || transactions_.any_is_open()) return work();
    try {
      auto result = work();
      if (known_.is_true()) return result;
    } catch (const std::exception&) {
      if (known_.is_true()) throw;
    }
    return run(Transaction::Kind::read, work);  // others changed the file: begin anew
  }

  /// Run `work` in full, or roll it back if it throws.
  template <class Work>
  auto write(const Work& work) {
    return run(Transaction::Kind::write, work);
  }

  /// Run `work`, which only reads and takes long, on a connection that sees one state of the
  /// database. It is one of its own, so that other threads go on; a registry in memory has but one,
  /// and they wait.
  /// Throws: `invalid_argument` within a transaction, which is a state that nobody else sees.
  template <class Work>
  auto maintain(const Work& work) {
    if (known_.is_ours_alone()) return maintain_in_memory(work);
    connection_.check_not_inherited();
    check_not_in_transaction();
    const base::NoFork no_fork;
    const MaintenanceThreads::Member member(maintenance_threads_);
    const std::unique_ptr<Connection, DeleteUnlessInherited> own(
        new Connection(connection_, options_));
    own->execute("BEGIN");  // never committed, which a damaged file can refuse
    return work(*own);
  }

  /// Run `work`, which changes how the database is stored and nothing of its content, on the
  /// connection while nobody else uses it.
  /// Throws: `invalid_argument` within a transaction.
  template <class Work>
  void rearrange(const Work& work) {
    check_not_in_transaction();
    run(Transaction::Kind::write, [] {});  // waits for whom a change waits for, learns who came
    const Use use(*this);
    const StatementWatch watch(connection_, [](std::size_t) {});
    known_.forget();
    work(connection_);
  }

  /// Hold what `original` holds in place of what this database in memory does.
  /// Throws: `invalid_argument` if it is a file, or within a transaction.
  void copy_from(Store& original);

  /// Throws, all three: `invalid_argument` if the database is a file, or within a transaction.
  void mark();
  void rewind();

  /// Whether others have changed the file since this was last asked, if this has used it since it
  /// was opened; subscribers are told.
  bool poll_changes();

  /// Run a function of the user's, who may do anything: call this registry again, or fork.
  /// Throws: what it throws; `storage` if it returns in the child of a fork.
  template <class Work>
  void call_out(const Work& work) const {
    {
      const base::MayFork may_fork;
      work();
    }
    connection_.check_not_inherited();
  }

  [[nodiscard]] const Options& options() const noexcept { return options_; }
  [[nodiscard]] Notifier& notifier() const noexcept { return *notifier_; }
  [[nodiscard]] Timestamp now();
  [[nodiscard]] std::string new_id();

  AccountTable accounts{connection_};
  JsonDocumentTable documents{connection_};
  ModelGroupTable model_groups{connection_, documents};
  ModelInstanceTable model_instances{connection_, documents};
  ModelGroupMemberTable model_group_members{connection_};
  ModelDeploymentTable model_deployments{connection_, documents};
  ApiKeyTable api_keys{connection_};
  RemoteRecordTable remote_records{connection_};

 private:
  Store(const std::optional<std::filesystem::path>& path, Options options);

  /// The store in use by one thread, which is not cut off by a fork. In the child of one nothing is
  /// locked: the thread that would unlock it may not be there.
  class Use {
   public:
    explicit Use(Store& store) : lock_((store.connection_.check_not_inherited(), store.mutex_)) {
      if (store.connection_.is_watched()) refuse_within_check();
    }

   private:
    std::lock_guard<std::recursive_mutex> lock_;
    base::NoFork no_fork_;
  };

  /// Tells subscribers of what was committed, when it ends: when the store is not in use any more.
  class Telling {
   public:
    explicit Telling(Notifier& notifier) : notifier_(notifier) {}
    ~Telling() {
      if (due_) notifier_.tell();
    }
    Telling(const Telling&) = delete;
    Telling& operator=(const Telling&) = delete;

    void be_due() { due_ = true; }

   private:
    Notifier& notifier_;
    bool due_ = false;
  };

  /// What a function of the options answers. They are called one at a time.
  template <class Answer>
  Answer ask(const std::function<Answer()>& function) {
    const Use use(*this);
    Answer answer;
    call_out([&] { answer = function(); });
    return answer;
  }

  template <class Work>
  auto maintain_in_memory(const Work& work) {
    const Use use(*this);
    transactions_.check_none_is_open();
    const Transaction transaction(transactions_, Transaction::Kind::read);
    return work(connection_);
  }

  [[noreturn]] static void refuse_within_check();
  void require_in_memory() const;

  /// Whether this thread is in a transaction. If another one is, this one is not.
  [[nodiscard]] bool is_in_transaction();
  void check_not_in_transaction();
  void wait_for_maintenance();

  template <class Work>
  auto run(Transaction::Kind kind, const Work& work) {
    if (kind == Transaction::Kind::write && maintenance_threads_.any()) wait_for_maintenance();
    Telling telling(*notifier_);
    const Use use(*this);
    Transaction transaction(transactions_, kind);
    if (!transaction.is_nested()) {
      known_.learn();
      telling.be_due();
    }
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
      transaction.commit();
    } else {
      auto result = work();
      transaction.commit();
      return result;
    }
  }

  KnownContent known_{connection_, [this] {
                        accounts.forget();
                        documents.forget();
                      }};
  Transactions transactions_{connection_, known_, *notifier_};
};

}  // namespace modelreg::storage
