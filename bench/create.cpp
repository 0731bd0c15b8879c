#include <memory>

#include "filled_registry.hpp"
#include "raw.hpp"
#include "workload.hpp"

/// Session::create_model_instance in memory.
namespace modelreg::bench {
namespace {

ModelInstanceId new_id(int turn) { return ModelInstanceId("new-" + std::to_string(turn)); }

std::function<void()> create_values() {
  return [filled = std::make_shared<FilledRegistry>(), instance = sample_instance({}),
          turn = 0]() mutable {
    instance.id = new_id(turn++);
    use(filled->session.create_model_instance(instance).name);
  };
}

/// An INSERT of the same texts into a table without a CHECK, with its schemas stored elsewhere.
class UncheckedTable {
 public:
  UncheckedTable() {
    execute(database_,
            "CREATE TABLE model_instance (key INTEGER PRIMARY KEY, account INTEGER, id TEXT,"
            " name TEXT, model_vendor TEXT, model_type TEXT, base_model_id TEXT,"
            " base_model_metadata TEXT, model_creation_parameters TEXT, model_card TEXT,"
            " training_data_card TEXT, description TEXT, model_template_id TEXT,"
            " created_at INTEGER, created_by_user_id TEXT, request_schema INTEGER,"
            " response_schema INTEGER, supports_multi_turn INTEGER, UNIQUE (account, id))");
    begin_ = prepare(database_, "BEGIN IMMEDIATE");
    commit_ = prepare(database_, "COMMIT");
    insert_ = prepare(database_,
                      "INSERT INTO model_instance VALUES (NULL, 1, ?1, ?2, 'COHERE',"
                      " 'CHAT_COMPLETION', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'ada', 1, 2, 1)");
  }

  void insert(const NewModelInstance& instance) {
    run(begin_);
    bind_value(insert_, 1, instance.id->str());
    bind_value(insert_, 2, instance.name);
    bind_value(insert_, 3, *instance.base_model_id);
    bind_value(insert_, 4, instance.base_model_metadata->text());
    bind_value(insert_, 5, instance.model_creation_parameters->text());
    bind_value(insert_, 6, *instance.model_card);
    bind_value(insert_, 7, *instance.training_data_card);
    bind_value(insert_, 8, *instance.description);
    bind_value(insert_, 9, *instance.model_template_id);
    bind_value(insert_, 10, sqlite3_int64{1'700'000'000'000'000});
    run(insert_);
    run(commit_);
  }

 private:
  RawDatabase database_ = open_raw();
  RawStatement begin_;
  RawStatement commit_;
  RawStatement insert_;
};

std::function<void()> create_by_hand() {
  return [table = std::make_shared<UncheckedTable>(), instance = sample_instance({}),
          turn = 0]() mutable {
    instance.id = new_id(turn++);
    table->insert(instance);
    use(instance.name);
  };
}

}  // namespace

Workloads create_workloads() {
  return {{"create", create_values}, {"create/unchecked INSERT", create_by_hand}};
}

}  // namespace modelreg::bench
