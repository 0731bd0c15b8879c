#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "sample.hpp"

namespace modelreg::bench {

/// What a user would otherwise write: SQLiteCpp as its documentation shows it, a statement per
/// call, columns by name, and records with nlohmann::json members.
class IdiomaticProgram {
 public:
  IdiomaticProgram();

  void create_group(const std::string& id);
  void insert(const ModelInstance& instance);
  /// The JSON text of the instance in its group.
  [[nodiscard]] std::string add(const std::string& group, const std::string& instance);

 private:
  SQLite::Database database_{":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
};

}  // namespace modelreg::bench
