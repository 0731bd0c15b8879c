#pragma once

namespace modelreg::storage {

class Connection;

/// Set what every connection must have, before it looks at its file: SQLite's switches and limits
/// as for a file that a stranger wrote, and the settings that durability and privacy need. Its log,
/// if the file has one, stays beside it when the connection is closed, until that is allowed.
void make_safe(Connection& connection);

}  // namespace modelreg::storage
