#pragma once

#include <string>

#include "raw.hpp"
#include "sample.hpp"

namespace modelreg::bench {

/// F1, the obvious C program: one wide row with the schemas inline and text keys, prepared
/// statements, and JSON spliced from the columns. It keeps constraints as far as they come for
/// nothing.
class ObviousProgram {
 public:
  explicit ObviousProgram(const std::string& path = ":memory:");

  void create_group(const std::string& id);
  void insert(const ModelInstance& instance);

  /// BEGIN IMMEDIATE; UPDATE … WHERE id AND account AND EXISTS(group); SELECT; COMMIT.
  [[nodiscard]] std::string add(const std::string& group, const std::string& instance);
  [[nodiscard]] std::string get(const std::string& instance);
  /// The first members of a group as one page, with their total.
  [[nodiscard]] std::string page(const std::string& group, int limit);

 private:
  RawDatabase database_;
  RawStatement begin_;
  RawStatement commit_;
  RawStatement update_;
  RawStatement insert_;
  RawStatement select_;
  RawStatement page_;
  RawStatement count_;
};

}  // namespace modelreg::bench
