#pragma once

#include <SQLiteCpp/Database.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace modelreg::storage {

class Connection;

/// Whether the database has exactly the tables and indexes of schema `version`, which is at most
/// the newest. A file can hold triggers, views and weakened tables that SQLite's own checks call
/// sound.
[[nodiscard]] bool has_schema_of(Connection& connection, int version);

/// A digest of the tables and indexes of `database`.
[[nodiscard]] std::string schema_fingerprint(SQLite::Database& database);

/// What it is for each version of the schema, from 1 on.
[[nodiscard]] std::span<const std::string_view> schema_fingerprints();

/// How a table or an index differs from that of a registry.
struct SchemaDrift {
  std::string finding;
  std::string remedy = {};  ///< The SQL that mends it; empty if only a copy of the file does.
};

/// How the database's schema differs from that of `version`.
[[nodiscard]] std::vector<SchemaDrift> schema_drift(Connection& connection, int version);

/// Each finding in one line, with what mends it.
[[nodiscard]] std::vector<std::string> lines_of(const std::vector<SchemaDrift>& drift);

}  // namespace modelreg::storage
