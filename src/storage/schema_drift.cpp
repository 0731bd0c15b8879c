#include "storage/schema_drift.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <sodium.h>

#include <array>
#include <map>
#include <string_view>

#include "base/digest.hpp"
#include "storage/connection.hpp"
#include "storage/migrations.hpp"
#include "storage/sqlite_error.hpp"

namespace modelreg::storage {
namespace {

/// Of each version's schema. They are written down here since making a database to compare with
/// takes longer than opening a file; a test says what they must be.
constexpr auto fingerprints = std::to_array<std::string_view>({
    "d4354526c42b4b8860b27e1806807fd7bee3782e962550bd2411e8f608145a08",
    "62fb2538f21357f4e01665c50e6cca8aaed9ba37fba89d8d3efc9772629db656",
    "5084233dd5bf6ed2f4222e70734c83e400e1a0ba03159da3f9bfceccbafff174",
    "a49a8b9a7200f70a917a68e9f3bca01d7beb0e92aabaac3e9d254d275e4e029e",
});

// ANALYZE may have been run on the file: its tables only help to find the fastest way.
constexpr const char* all_objects =
    "SELECT type || ' ' || name, coalesce(sql, tbl_name) FROM sqlite_schema"
    " WHERE name NOT LIKE 'sqlite_stat_' ORDER BY type, name";

/// The SQL of each table and index, by its kind and name.
using Objects = std::map<std::string, std::string>;

Objects objects_of(SQLite::Database& database) {
  Objects objects;
  SQLite::Statement statement(database, all_objects);
  while (statement.executeStep()) {
    objects.emplace(statement.getColumn(0).getString(), statement.getColumn(1).getString());
  }
  return objects;
}

/// What removes `object`, a kind and a name, if that harms nothing: an index. Programs that browse
/// databases make some.
std::string removal_of(std::string_view object) {
  constexpr std::string_view index = "index ";
  if (!object.starts_with(index) || object.starts_with("index sqlite_")) return {};
  std::string sql = "DROP INDEX \"";
  for (const char letter : object.substr(index.size())) {
    sql.append(letter == '"' ? 2 : 1, letter);
  }
  return sql + "\";";
}

std::vector<SchemaDrift> differences(const Objects& wanted, const Objects& found) {
  std::vector<SchemaDrift> drift;
  for (const auto& [name, sql] : wanted) {
    const auto object = found.find(name);
    if (object == found.end()) {
      drift.push_back({name + " is missing"});
    } else if (object->second != sql) {
      drift.push_back({name + " was changed"});
    }
  }
  for (const auto& [name, sql] : found) {
    if (!wanted.contains(name)) {
      drift.push_back({name + " is none of a registry's", removal_of(name)});
    }
  }
  return drift;
}

/// What `read` returns of the database of `connection`.
template <class Read>
auto translated(Connection& connection, const Read& read) {
  try {
    return read(connection.database());
  } catch (const SQLite::Exception& error) {
    connection.fail(code_of(error));
  }
}

}  // namespace

std::string schema_fingerprint(SQLite::Database& database) {
  std::string all;
  for (const auto& [name, sql] : objects_of(database))
    all.append(name).append("\n").append(sql).append("\n");
  const base::Digest digest = base::digest_of(all);
  std::array<char, 2 * sizeof(digest) + 1> text{};
  return sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
}

std::span<const std::string_view> schema_fingerprints() { return fingerprints; }

bool has_schema_of(Connection& connection, int version) {
  return translated(connection, schema_fingerprint) ==
         fingerprints.at(static_cast<std::size_t>(version) - 1);
}

std::vector<SchemaDrift> schema_drift(Connection& connection, int version) {
  return translated(connection, [&](SQLite::Database& database) {
    SQLite::Database original(":memory:", SQLite::OPEN_READWRITE);
    write_schema(original, version);
    return differences(objects_of(original), objects_of(database));
  });
}

std::vector<std::string> lines_of(const std::vector<SchemaDrift>& drift) {
  std::vector<std::string> lines;
  for (const auto& [finding, remedy] : drift) {
    std::string& line = lines.emplace_back(finding);
    if (!remedy.empty()) line.append("; remove it with ").append(remedy);
  }
  return lines;
}

}  // namespace modelreg::storage
