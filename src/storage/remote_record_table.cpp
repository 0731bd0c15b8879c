#include "storage/remote_record_table.hpp"

namespace modelreg::storage {
namespace {

/// The SQL of one kind: `KIND` is its table and the column that refers to it.
std::string of_kind(std::string sql, RecordKind kind) {
  constexpr std::string_view placeholder = "KIND";
  const std::string_view name = to_string(kind);
  for (auto at = sql.find(placeholder); at != std::string::npos;
       at = sql.find(placeholder, at + name.size())) {
    sql.replace(at, placeholder.size(), name);
  }
  return sql;
}

std::string select_where(const std::string& condition, RecordKind kind) {
  return of_kind(
      "SELECT local.id, pair.remote_id, pair.state_here, pair.state_there"
      " FROM remote_record pair JOIN KIND local ON local.key = pair.KIND WHERE " +
          condition,
      kind);
}

// The column says which kind a row is of; that it does lets SQLite use the index of that column.
constexpr const char* by_id = "local.account = ?1 AND local.id = ?2 AND pair.remote = ?3";
constexpr const char* by_remote = "pair.account = ?1 AND pair.remote = ?2 AND pair.kind = 'KIND'";

std::optional<RemoteRecord> next(Execution& row, RecordKind kind) {
  if (!row.step()) return std::nullopt;
  RemoteRecord pair{.kind = kind};
  row.read_all(pair.id, pair.remote_id, pair.state_here, pair.state_there);
  return pair;
}

std::vector<RemoteRecord> all_of(Execution& row, RecordKind kind) {
  std::vector<RemoteRecord> pairs;
  while (auto pair = next(row, kind)) pairs.push_back(std::move(*pair));
  return pairs;
}

}  // namespace

RemoteRecordTable::OfOneKind::OfOneKind(Connection& connection, RecordKind kind)
    : find(connection, select_where(by_id, kind)),
      find_there(connection,
                 select_where(std::string(by_remote) + " AND pair.remote_id = ?3", kind)),
      list(connection, select_where(std::string(by_remote) + " ORDER BY pair.key", kind)),
      list_unanswered(connection, select_where(std::string(by_remote) +
                                                   " AND pair.remote_id IS NULL ORDER BY pair.key",
                                               kind)),
      put(connection, of_kind(R"sql(
          INSERT INTO remote_record (account, remote, kind, KIND, remote_id, state_here, state_there)
          SELECT ?1, ?3, 'KIND', key, ?4, ?5, ?6 FROM KIND WHERE account = ?1 AND id = ?2
          ON CONFLICT (KIND, remote) WHERE KIND IS NOT NULL DO UPDATE
          SET remote_id = excluded.remote_id, state_here = excluded.state_here,
              state_there = excluded.state_there
      )sql",
                              kind)),
      erase(connection, of_kind(R"sql(
          DELETE FROM remote_record WHERE remote = ?3
          AND KIND = (SELECT key FROM KIND WHERE account = ?1 AND id = ?2)
      )sql",
                                kind)) {}

RemoteRecordTable::OfOneKind& RemoteRecordTable::of(RecordKind kind) {
  auto& statements = statements_.at(static_cast<std::size_t>(kind) - 1);
  if (!statements) statements.emplace(connection_, kind);
  return *statements;
}

std::optional<RemoteRecord> RemoteRecordTable::find(const Account& account,
                                                    const std::string& remote, RecordKind kind,
                                                    const std::string& id) {
  auto row = of(kind).find.start(account.key, id, remote);
  return next(row, kind);
}

std::optional<RemoteRecord> RemoteRecordTable::find_there(const Account& account,
                                                          const std::string& remote,
                                                          RecordKind kind,
                                                          const std::string& remote_id) {
  auto row = of(kind).find_there.start(account.key, remote, remote_id);
  return next(row, kind);
}

std::vector<RemoteRecord> RemoteRecordTable::list(const Account& account, const std::string& remote,
                                                  RecordKind kind) {
  auto row = of(kind).list.start(account.key, remote);
  return all_of(row, kind);
}

std::vector<RemoteRecord> RemoteRecordTable::list_unanswered(const Account& account,
                                                             const std::string& remote,
                                                             RecordKind kind) {
  auto row = of(kind).list_unanswered.start(account.key, remote);
  return all_of(row, kind);
}

bool RemoteRecordTable::put(const Account& account, const std::string& remote,
                            const RemoteRecord& pair) {
  return of(pair.kind).put.run(account.key, pair.id, remote, pair.remote_id, pair.state_here,
                               pair.state_there) == 1;
}

void RemoteRecordTable::erase(const Account& account, const std::string& remote, RecordKind kind,
                              const std::string& id) {
  of(kind).erase.run(account.key, id, remote);
}

}  // namespace modelreg::storage
