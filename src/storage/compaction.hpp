#pragma once

namespace modelreg::storage {

class Connection;

/// Delete the documents that no instance refers to. To be called in no transaction.
void delete_unused_documents(Connection& connection);

/// Write the database anew, without the room and the remains of what was deleted. To be called in
/// no transaction.
void rewrite(Connection& connection);

}  // namespace modelreg::storage
