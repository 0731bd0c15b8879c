#pragma once

#include <cstdint>
#include <string>

#include "raw.hpp"
#include "sample.hpp"

namespace modelreg::bench {

/// F2, the library's own statements on its own schema through the bare calls of SQLite: what a
/// library adds to it is the price of its safety and its types.
class OwnStatements {
 public:
  explicit OwnStatements(const std::string& path = ":memory:");

  void create_group(const std::string& id);
  void insert(const ModelInstance& instance);

  [[nodiscard]] ModelInstance add(const std::string& group, const std::string& instance);
  [[nodiscard]] ModelInstance get(const std::string& instance);

  void begin() { run(begin_); }
  void commit() { run(commit_); }

 private:
  struct Found {
    std::int64_t key;
    std::int64_t group;
    ModelInstance record;
  };
  Found find(const std::string& instance);

  RawDatabase database_;
  RawStatement begin_;
  RawStatement commit_;
  RawStatement find_group_;
  RawStatement find_;
  RawStatement put_;
  RawStatement insert_;
  JsonObject request_schema_;
  JsonObject response_schema_;
};

}  // namespace modelreg::bench
