#pragma once

#include <SQLiteCpp/Database.h>

#include "modelreg/options.hpp"

namespace modelreg::storage {

class Connection;

/// The mark of a registry's database in its header: "mreg".
inline constexpr int application_id = 0x6d726567;

/// The version of the schema that this library writes: the number of its migrations.
[[nodiscard]] int newest_schema_version();

/// Make an empty database a registry of schema `version`.
void write_schema(SQLite::Database& database, int version);

/// Throws: `schema_mismatch` unless the database, which was a registry of the newest schema when it
/// was opened, still is one.
void check_is_newest(Connection& connection);

/// Make sure that the database is a registry of the newest schema: create it if it is empty and may
/// be created, migrate it if it is older, after a copy of it was made. All of it happens in one
/// transaction or not at all.
/// Throws: `schema_mismatch` if it is another program's, newer than this library, or older and open
/// for reading only or not to be migrated; it is then left as it was.
void accept_or_migrate(Connection& connection, const Options& options);

}  // namespace modelreg::storage
