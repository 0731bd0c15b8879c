#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <string>
#include <vector>

namespace modelreg::test {

/// A database as any other program writes to it: with SQLite, past the library.
class RawDatabase {
 public:
  explicit RawDatabase(const std::filesystem::path& path)
      : database_(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {
    database_.exec("PRAGMA foreign_keys = ON");
  }

  void execute(const std::string& sql) { database_.exec(sql); }

  /// Whether the database refuses to run `sql`.
  bool refuses(const std::string& sql) {
    try {
      database_.exec(sql);
    } catch (const SQLite::Exception&) {
      return true;
    }
    return false;
  }

  /// The first column of every row.
  std::vector<std::string> texts(const std::string& sql) {
    SQLite::Statement statement(database_, sql);
    std::vector<std::string> texts;
    while (statement.executeStep()) texts.push_back(statement.getColumn(0).getString());
    return texts;
  }

 private:
  SQLite::Database database_;
};

}  // namespace modelreg::test
