#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include <array>
#include <string>

#include "modelreg/modelreg.hpp"

/// Session::add_model_instance beside the least that SQLite must do for it.
namespace {

using namespace modelreg;

/// Moves one of 1,000 instances in memory back and forth between two groups.
void add_model_instance(benchmark::State& state) {
  auto registry = Registry::in_memory();
  auto session = registry.session({.account_id = "acme", .user_id = "ada"});
  const std::array groups{session.create_model_group({.name = "a"}).id,
                          session.create_model_group({.name = "b"}).id};
  std::vector<ModelInstanceId> instances;
  for (int i = 0; i < 1000; ++i) {
    instances.push_back(
        session.create_model_instance({.name = "model", .model_type = ModelType::chat_completion})
            .id);
  }
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(session.add_model_instance(groups[i / 1000 % 2], instances[i % 1000]));
    ++i;
  }
}
BENCHMARK(add_model_instance);

void run(sqlite3_stmt* statement) {
  sqlite3_step(statement);
  sqlite3_reset(statement);
}

/// The floor: a transaction that changes one integer of a row that is known by its key.
void update_of_one_integer_by_hand(benchmark::State& state) {
  sqlite3* database = nullptr;
  sqlite3_open(":memory:", &database);
  sqlite3_exec(database,
               "CREATE TABLE member (model_instance INTEGER PRIMARY KEY, model_group INTEGER);"
               "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
               "INSERT INTO member SELECT i, 1 FROM n",
               nullptr, nullptr, nullptr);
  const auto prepare = [&](const char* sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database, sql, -1, &statement, nullptr);
    return statement;
  };
  sqlite3_stmt* const begin = prepare("BEGIN IMMEDIATE");
  sqlite3_stmt* const update =
      prepare("UPDATE member SET model_group = ?2 WHERE model_instance = ?1");
  sqlite3_stmt* const commit = prepare("COMMIT");
  sqlite3_int64 i = 0;
  for (auto _ : state) {
    run(begin);
    sqlite3_bind_int64(update, 1, i % 1000 + 1);
    sqlite3_bind_int64(update, 2, i / 1000 % 2 + 1);
    run(update);
    run(commit);
    ++i;
  }
  for (auto* statement : {begin, update, commit}) sqlite3_finalize(statement);
  sqlite3_close(database);
}
BENCHMARK(update_of_one_integer_by_hand);

}  // namespace
