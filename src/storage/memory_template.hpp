#pragma once

namespace modelreg::storage {

class Connection;

/// Give an empty database in memory the newest schema by copying a database that has it, which is
/// made once in a process: running the migrations takes several times as long.
void copy_newest_schema(Connection& connection);

}  // namespace modelreg::storage
