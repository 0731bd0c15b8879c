#pragma once

#include <SQLiteCpp/Database.h>

namespace modelreg::storage {

class Connection;

/// What a database holds at one moment, in memory and beside it. Unlike a database, one can be
/// taken in the middle of a transaction.
class Image {
 public:
  explicit Image(Connection& original);

  [[nodiscard]] SQLite::Database& database() noexcept { return database_; }

 private:
  SQLite::Database database_;
};

/// Replace what `copy` holds, a database in memory, by what `image` does.
void copy_image(Image& image, Connection& copy);

}  // namespace modelreg::storage
